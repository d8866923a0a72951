/** Records of Kafka carry their tenant, and are consumed in its scope. */
@NullMarked
package io.croft.spring.kafka;

import org.jspecify.annotations.NullMarked;

/** What is told apart without a broker. */
@NullMarked
package io.croft.spring.kafka;

import org.jspecify.annotations.NullMarked;

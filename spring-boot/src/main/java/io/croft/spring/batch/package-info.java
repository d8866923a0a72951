/** Jobs of Spring Batch that are of one tenant run in its scope. */
@NullMarked
package io.croft.spring.batch;

import org.jspecify.annotations.NullMarked;

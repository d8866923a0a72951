/** The tenant of a scope in traces. */
@NullMarked
package io.croft.spring.tracing;

import org.jspecify.annotations.NullMarked;

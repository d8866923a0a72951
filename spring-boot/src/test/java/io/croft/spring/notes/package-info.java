/** A small application that knows nothing of tenants. */
@NullMarked
package io.croft.spring.notes;

import org.jspecify.annotations.NullMarked;

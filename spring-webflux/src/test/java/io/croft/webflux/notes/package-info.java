/** A small WebFlux application. */
@NullMarked
package io.croft.webflux.notes;

import org.jspecify.annotations.NullMarked;

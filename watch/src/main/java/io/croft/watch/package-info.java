/** Continuous proof: canary rows in every home, probed with the rights that production uses. */
@NullMarked
package io.croft.watch;

import org.jspecify.annotations.NullMarked;

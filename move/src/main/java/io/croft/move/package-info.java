/** Live moves: a tenant changes its home while it is in use. */
@NullMarked
package io.croft.move;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.croft.move;

import org.jspecify.annotations.NullMarked;

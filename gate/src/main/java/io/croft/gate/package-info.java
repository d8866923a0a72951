@NullMarked
package io.croft.gate;

import org.jspecify.annotations.NullMarked;

/** Programs of the system that tests start, and what happens where one is not installed. */
@NullMarked
package io.croft.tools;

import org.jspecify.annotations.NullMarked;

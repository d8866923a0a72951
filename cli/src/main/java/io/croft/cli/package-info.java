@NullMarked
package io.croft.cli;

import org.jspecify.annotations.NullMarked;

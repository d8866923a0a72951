@NullMarked
package io.croft.test;

import org.jspecify.annotations.NullMarked;

@NullMarked
package io.croft.demo;

import org.jspecify.annotations.NullMarked;

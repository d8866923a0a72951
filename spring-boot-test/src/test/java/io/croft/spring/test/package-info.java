@NullMarked
package io.croft.spring.test;

import org.jspecify.annotations.NullMarked;

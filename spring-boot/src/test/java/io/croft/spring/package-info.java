@NullMarked
package io.croft.spring;

import org.jspecify.annotations.NullMarked;

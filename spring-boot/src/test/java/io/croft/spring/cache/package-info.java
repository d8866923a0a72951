@NullMarked
package io.croft.spring.cache;

import org.jspecify.annotations.NullMarked;

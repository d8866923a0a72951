/** Tests of the package. */
@NullMarked
package io.croft.spring.reactive;

import org.jspecify.annotations.NullMarked;

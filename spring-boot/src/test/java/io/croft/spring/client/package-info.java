/** Tests of the package. */
@NullMarked
package io.croft.spring.client;

import org.jspecify.annotations.NullMarked;

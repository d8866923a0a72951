/** The tenant of a scope, told to other services. */
@NullMarked
package io.croft.spring.client;

import org.jspecify.annotations.NullMarked;

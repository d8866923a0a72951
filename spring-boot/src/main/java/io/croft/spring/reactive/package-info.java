/** The scope of a tenant where work is put together by Reactor. */
@NullMarked
package io.croft.spring.reactive;

import org.jspecify.annotations.NullMarked;

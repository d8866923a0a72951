/** Applications of WebFlux, on Netty, over real PostgreSQL. */
@NullMarked
package io.croft.webflux;

import org.jspecify.annotations.NullMarked;

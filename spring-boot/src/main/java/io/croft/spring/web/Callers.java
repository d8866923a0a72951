package io.croft.spring.web;

import java.security.Principal;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Tells who sends a request to WebFlux. */
@FunctionalInterface
interface Callers {

  /** Returns who is calling, empty when nobody has been authenticated. */
  Mono<Principal> of(ServerWebExchange exchange);
}

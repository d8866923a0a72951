package io.croft.spring.web;

import java.security.Principal;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Those whom Spring Security knows, or who else has told the exchange. */
final class SecurityCallers implements Callers {

  @Override
  public Mono<Principal> of(ServerWebExchange exchange) {
    return ReactiveSecurityContextHolder.getContext()
        .mapNotNull(SecurityContext::getAuthentication)
        .cast(Principal.class)
        .switchIfEmpty(Mono.defer(exchange::getPrincipal))
        .filter(caller -> !(caller instanceof AnonymousAuthenticationToken));
  }
}

package io.croft.spring.tracing;

import io.croft.spring.reactive.ReactiveScope;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * Gives the observations of a request to WebFlux that began before it had a scope its tenant: its
 * own, and the innermost, under which all others begin.
 */
final class ObservedExchange implements WebFilter, Ordered {

  /** Right after the filter that gives the request its scope, which is at -90. */
  private static final int ORDER = -89;

  @Override
  public int getOrder() {
    return ORDER;
  }

  @Override
  public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
    return Mono.deferContextual(
        context -> {
          ReactiveScope.tenant(context)
              .map(TenantKey::of)
              .ifPresent(key -> put(key, exchange, context));
          // Threads are bound to the observations anew, which have the key from now on.
          return chain.filter(exchange).contextWrite(same -> same);
        });
  }

  private static void put(KeyValue key, ServerWebExchange exchange, ContextView context) {
    ServerRequestObservationContext.findCurrent(exchange.getAttributes())
        .ifPresent(observed -> observed.addHighCardinalityKeyValue(key));
    context
        .<Observation>getOrEmpty(ObservationThreadLocalAccessor.KEY)
        .ifPresent(innermost -> innermost.highCardinalityKeyValue(key));
  }
}

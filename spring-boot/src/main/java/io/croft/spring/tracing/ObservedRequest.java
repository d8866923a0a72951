package io.croft.spring.tracing;

import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Gives the observations of a request to a servlet that began before it had a scope its tenant: its
 * own, and the innermost, which is opened once more, so that what is done inside has the baggage.
 */
final class ObservedRequest extends OncePerRequestFilter {

  private final ObservationRegistry registry;

  ObservedRequest(ObservationRegistry registry) {
    this.registry = registry;
  }

  @Override
  @SuppressWarnings("try")
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Optional<TenantId> tenant = TenantScope.current();
    @Nullable Observation current = registry.getCurrentObservation();
    if (tenant.isEmpty() || current == null) {
      chain.doFilter(request, response);
      return;
    }
    KeyValue key = TenantKey.of(tenant.get());
    ServerHttpObservationFilter.findObservationContext(request)
        .ifPresent(context -> context.addHighCardinalityKeyValue(key));
    current.highCardinalityKeyValue(key);
    try (Observation.Scope scope = current.openScope()) {
      chain.doFilter(request, response);
    }
  }
}

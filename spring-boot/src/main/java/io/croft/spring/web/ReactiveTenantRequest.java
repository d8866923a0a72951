package io.croft.spring.web;

import java.security.Principal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.WebSession;

/**
 * A request as WebFlux has it. Who calls and what the session holds is found out before, so that
 * nothing here waits.
 */
final class ReactiveTenantRequest implements TenantRequest {

  private final ServerHttpRequest request;
  private final Claims claims;
  private final Optional<Principal> caller;
  private final Optional<WebSession> session;

  ReactiveTenantRequest(
      ServerHttpRequest request,
      Claims claims,
      Optional<Principal> caller,
      Optional<WebSession> session) {
    this.request = request;
    this.claims = claims;
    this.caller = caller;
    this.session = session;
  }

  @Override
  public List<String> headers(String name) {
    return request.getHeaders().getOrEmpty(name);
  }

  /** What is no name of a host, an underscore in it for example, names no tenant. */
  @Override
  public String host() {
    @Nullable String host = request.getURI().getHost();
    return host == null ? "" : host.toLowerCase(Locale.ROOT);
  }

  @Override
  public String path() {
    return path(request);
  }

  static String path(ServerHttpRequest request) {
    return request.getPath().pathWithinApplication().value();
  }

  @Override
  public Optional<Object> sessionAttribute(String name) {
    return session.map(held -> held.getAttribute(name));
  }

  @Override
  public Optional<Principal> caller() {
    return caller;
  }

  @Override
  public Map<String, Object> claims() {
    return caller.map(claims::of).orElse(Map.of());
  }
}

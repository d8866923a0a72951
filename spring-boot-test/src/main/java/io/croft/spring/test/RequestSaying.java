package io.croft.spring.test;

import io.croft.spring.web.TenantRequest;
import java.security.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request that says what a test lets it say, and nothing else: a host {@code localhost}, the path
 * {@code /}, no header, session, caller or claim. Filled by one thread; then any may read it.
 */
public final class RequestSaying implements TenantRequest {

  private final Map<String, List<String>> headers = new HashMap<>();
  private final Map<String, Object> session = new HashMap<>();
  private Map<String, Object> claims = Map.of();
  private String host = "localhost";
  private String path = "/";
  private @Nullable Principal caller;

  /** Makes a request that says nothing. */
  public RequestSaying() {}

  /** Sends a header, once for each value. */
  public RequestSaying header(String name, String... values) {
    headers.put(name.toLowerCase(Locale.ROOT), List.of(values));
    return this;
  }

  /** Has an attribute in its session. */
  public RequestSaying session(String name, Object value) {
    session.put(name, value);
    return this;
  }

  /** Shows a token with these claims, whose signature has been verified. */
  public RequestSaying claims(Map<String, Object> value) {
    claims = Map.copyOf(value);
    return this;
  }

  /** Comes from somebody who has been authenticated. */
  public RequestSaying caller(Principal value) {
    caller = value;
    return this;
  }

  /** Is sent to a host, which is given to resolvers in lower case. */
  public RequestSaying host(String value) {
    host = value.toLowerCase(Locale.ROOT);
    return this;
  }

  /** Is for a path within the application, percent-encoded as a client writes it. */
  public RequestSaying path(String value) {
    path = value;
    return this;
  }

  @Override
  public List<String> headers(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  @Override
  public String host() {
    return host;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public Optional<Object> sessionAttribute(String name) {
    return Optional.ofNullable(session.get(name));
  }

  @Override
  public Optional<Principal> caller() {
    return Optional.ofNullable(caller);
  }

  @Override
  public Map<String, Object> claims() {
    return claims;
  }
}

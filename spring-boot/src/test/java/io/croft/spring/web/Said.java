package io.croft.spring.web;

import java.security.Principal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A request that says what a test lets it say. */
final class Said implements TenantRequest {

  private final Map<String, List<String>> headers = new HashMap<>();
  private final Map<String, Object> session = new HashMap<>();
  private Map<String, Object> claims = Map.of();
  private String host = "localhost";
  private String path = "/";

  Said header(String name, String... values) {
    headers.put(name, List.of(values));
    return this;
  }

  Said session(String name, Object value) {
    session.put(name, value);
    return this;
  }

  Said claims(Map<String, Object> value) {
    claims = value;
    return this;
  }

  Said host(String value) {
    host = value;
    return this;
  }

  Said path(String value) {
    path = value;
    return this;
  }

  @Override
  public List<String> headers(String name) {
    return headers.getOrDefault(name, List.of());
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
    return Optional.empty();
  }

  @Override
  public Map<String, Object> claims() {
    return claims;
  }
}

package io.croft.spring.web;

import java.util.Optional;

/**
 * Knows whose key a client shows. The application provides it as a bean; it should hold digests of
 * keys, not keys.
 */
@FunctionalInterface
public interface ApiKeys {

  /** Returns the slug or identity of the tenant to which a key belongs, empty when nobody's. */
  Optional<String> tenant(String key);
}

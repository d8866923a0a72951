package io.croft.spring.web;

import java.security.Principal;
import java.util.Map;

/** Reads the verified claims of who is calling. */
@FunctionalInterface
interface Claims {

  /** Where nothing verifies tokens. */
  Claims NONE = caller -> Map.of();

  /** Returns the claims, none when the caller was not authenticated by a token. */
  Map<String, Object> of(Principal caller);
}

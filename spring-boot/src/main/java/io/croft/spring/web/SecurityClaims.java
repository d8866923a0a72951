package io.croft.spring.web;

import java.security.Principal;
import java.util.Map;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClaimAccessor;

/**
 * The claims of a token that Spring Security has verified: a JWT, or the identity after a log-in.
 */
final class SecurityClaims implements Claims {

  @Override
  public Map<String, Object> of(Principal caller) {
    if (!(caller instanceof Authentication authentication) || !authentication.isAuthenticated()) {
      return Map.of();
    }
    if (authentication.getPrincipal() instanceof ClaimAccessor token) {
      return token.getClaims();
    }
    // The application may know the caller by a principal of its own.
    return authentication.getCredentials() instanceof ClaimAccessor token
        ? token.getClaims()
        : Map.of();
  }
}

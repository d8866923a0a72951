package io.croft.webflux;

import com.nimbusds.jose.jwk.source.ImmutableSecret;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.context.annotation.Bean;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.web.server.ServerHttpSecurity;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jwt.JwsHeader;
import org.springframework.security.oauth2.jwt.JwtClaimsSet;
import org.springframework.security.oauth2.jwt.JwtEncoderParameters;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.jwt.NimbusReactiveJwtDecoder;
import org.springframework.security.oauth2.jwt.ReactiveJwtDecoder;
import org.springframework.security.web.server.SecurityWebFilterChain;

/** Lets in who shows a token or nothing at all, and refuses tokens that are not its own. */
class Tokens {

  private static final SecretKey KEY = key("the key with which these tests sign their tokens");

  static SecretKey key(String text) {
    return new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), "HmacSHA256");
  }

  static String bearer(Map<String, Object> claims) {
    return bearer(claims, KEY);
  }

  static String bearer(Map<String, Object> claims, SecretKey key) {
    Instant now = Instant.now();
    JwtClaimsSet.Builder set =
        JwtClaimsSet.builder().subject("ann").issuedAt(now).expiresAt(now.plusSeconds(300));
    claims.forEach(set::claim);
    return "Bearer "
        + new NimbusJwtEncoder(new ImmutableSecret<>(key))
            .encode(
                JwtEncoderParameters.from(JwsHeader.with(MacAlgorithm.HS256).build(), set.build()))
            .getTokenValue();
  }

  @Bean
  ReactiveJwtDecoder decoder() {
    return NimbusReactiveJwtDecoder.withSecretKey(KEY).macAlgorithm(MacAlgorithm.HS256).build();
  }

  @Bean
  SecurityWebFilterChain chain(ServerHttpSecurity http) {
    return http.csrf(ServerHttpSecurity.CsrfSpec::disable)
        .authorizeExchange(exchanges -> exchanges.anyExchange().permitAll())
        .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()))
        .build();
  }
}

package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.spring.web.ApiKeys;
import io.croft.spring.web.TenantMembership;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.core.convert.converter.Converter;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.SecurityFilterChain;

/** What holds a caller to its tenants holds it however the application is put together. */
final class HeldCallersIT {

  private static final String HEADER = "X-Tenant";
  private static final String TOKEN = "Authorization";
  private static final String CLAIM = "croft.web.claim=tenants";

  private final TenantId acme = NotesService.tenant(Isolation.POOL);
  private final TenantId globex = NotesService.tenant(Isolation.SCHEMA);
  private final String a = NotesService.slug(acme);
  private final String b = NotesService.slug(globex);

  /** Its keys are the identities of tenants. */
  static class Keys {

    @Bean
    ApiKeys keys() {
      return Optional::of;
    }
  }

  /** Lets nobody use anything. */
  static class NoMembers {

    @Bean
    TenantMembership membership() {
      return (request, tenant) -> false;
    }
  }

  /** Knows callers by a name of its own, which is no token. */
  static class OwnPrincipals {

    @Bean
    JwtDecoder decoder() {
      return new Tokens().decoder();
    }

    @Bean
    SecurityFilterChain chain(HttpSecurity http) throws Exception {
      Converter<Jwt, AbstractAuthenticationToken> named =
          jwt -> new JwtAuthenticationToken(jwt, (Object) "ann", List.of());
      return http.csrf(AbstractHttpConfigurer::disable)
          .authorizeHttpRequests(requests -> requests.anyRequest().permitAll())
          .oauth2ResourceServer(
              server -> server.jwt(tokens -> tokens.jwtAuthenticationConverter(named)))
          .build();
    }
  }

  private static String of(Object tenants) {
    return Tokens.bearer(Map.of("tenants", tenants));
  }

  private static void assertForbidden(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
    assertThat(answer.body()).contains("\"code\":\"tenant-forbidden\"");
  }

  @Test
  void aClaimHoldsWhereverSpringSecurityStandsInTheChain() {
    try (NotesService service =
        NotesService.start(
            List.of(Tokens.class),
            "croft.web.header=" + HEADER,
            CLAIM,
            "croft.web.claim-required=false",
            "spring.security.filter.order=0")) {
      assertThat(service.get("/notes", TOKEN, of(a), HEADER, a).statusCode()).isEqualTo(200);
      assertForbidden(service.get("/notes", TOKEN, of(a), HEADER, b));
    }
  }

  @Test
  void aClaimHoldsWhereCallersAreKnownByAnotherNameThanTheirToken() {
    try (NotesService service =
        NotesService.start(
            List.of(OwnPrincipals.class),
            "croft.web.header=" + HEADER,
            CLAIM,
            "croft.web.claim-required=false")) {
      assertThat(service.get("/notes", TOKEN, of(a), HEADER, a).statusCode()).isEqualTo(200);
      assertForbidden(service.get("/notes", TOKEN, of(a), HEADER, b));
    }
  }

  @Test
  void membershipTellsNobodyWhichTenantsThereAre() {
    try (NotesService service =
        NotesService.start(
            List.of(OpenDoors.class, NoMembers.class), "croft.web.header=" + HEADER)) {
      HttpResponse<String> there = service.get("/notes", HEADER, a);
      HttpResponse<String> notThere = service.get("/notes", HEADER, "nobody");
      assertForbidden(there);
      assertThat(notThere.statusCode()).as(notThere.body()).isEqualTo(there.statusCode());
      assertThat(notThere.body()).isEqualTo(there.body());
    }
  }

  @Test
  void namesOfOneTenantInTwoWaysAgree() {
    try (NotesService service =
        NotesService.start(
            List.of(Tokens.class, Keys.class), CLAIM, "croft.web.api-key-header=X-Key")) {
      assertThat(service.get("/notes", TOKEN, of(a), "X-Key", acme.toString()).statusCode())
          .isEqualTo(200);
      assertForbidden(service.get("/notes", TOKEN, of(a), "X-Key", globex.toString()));
    }
  }

  @Test
  void aClaimThatIsNoNameHoldsToNone() {
    try (NotesService service =
        NotesService.start(List.of(Tokens.class), "croft.web.header=" + HEADER, CLAIM)) {
      for (Object claim :
          List.of(true, 42, Map.of("name", a), Arrays.asList((Object) null), List.of(true))) {
        assertForbidden(service.get("/notes", TOKEN, of(claim)));
        assertForbidden(service.get("/notes", TOKEN, of(claim), HEADER, a));
      }
    }
  }
}

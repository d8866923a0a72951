package io.croft.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ResolversTest {

  private static void assertAsks(TenantResolver resolver, TenantRequest request, String tenant) {
    assertThat(resolver.resolve(request)).contains(TenantNaming.asks(tenant));
  }

  private static void assertSilent(TenantResolver resolver, TenantRequest request) {
    assertThat(resolver.resolve(request)).isEmpty();
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .asInstanceOf(type(CroftException.class))
        .extracting(CroftException::code)
        .isEqualTo(code);
  }

  @Test
  void aHeaderIsReadOnce() {
    TenantResolver header = Resolvers.header("X-Tenant");
    assertAsks(header, new Said().header("X-Tenant", " acme "), "acme");
    assertSilent(header, new Said());
    assertRefused(
        ErrorCode.TENANT_AMBIGUOUS,
        () -> header.resolve(new Said().header("X-Tenant", "acme", "acme")));
  }

  @ParameterizedTest
  @CsvSource({
    "acme.example.com, acme",
    "example.com,",
    ".example.com,",
    "a.acme.example.com,",
    "acmeexample.com,",
    "acme.example.com.evil,",
    "acme.example.com.,",
    "10.0.0.1,"
  })
  void aSubdomainIsOneNameBeforeTheDomain(String host, String tenant) {
    TenantResolver subdomain = Resolvers.subdomain("Example.com");
    assertThat(subdomain.resolve(new Said().host(host)))
        .isEqualTo(Optional.ofNullable(tenant).map(TenantNaming::asks));
  }

  @Test
  void hostsAreKnownWhateverTheirLettersCase() {
    TenantResolver hosts = Resolvers.hosts(Map.of("Booking.Acme.com", "acme"));
    assertAsks(hosts, new Said().host("booking.acme.com"), "acme");
    assertSilent(hosts, new Said().host("acme.com"));
  }

  @Test
  void aPathHasTheTenantWhereThePatternSays() {
    TenantResolver path = Resolvers.path("/b/{tenant}/**");
    assertAsks(path, new Said().path("/b/acme"), "acme");
    assertAsks(path, new Said().path("/b/acme/staff/7"), "acme");
    assertSilent(path, new Said().path("/b"));
    assertSilent(path, new Said().path("/x/b/acme"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/b/**", "/b/{tenant", "{tenant}{tenant}", ""})
  void aPatternWithoutATenantIsRefused(String pattern) {
    assertRefused(ErrorCode.CONFIGURATION_INVALID, () -> Resolvers.path(pattern));
  }

  @Test
  void aSessionKnowsItsTenant() {
    TenantResolver session = Resolvers.session("tenant");
    assertAsks(session, new Said().session("tenant", "acme"), "acme");
    assertSilent(session, new Said());
  }

  @Test
  void aClaimBinds() {
    TenantResolver claim = Resolvers.claim("tenants", true);
    assertThat(claim.resolve(new Said().claims(Map.of("tenants", "acme"))))
        .contains(TenantNaming.binds(List.of("acme")));
    assertThat(claim.resolve(new Said().claims(Map.of("tenants", List.of("acme", "globex")))))
        .contains(TenantNaming.binds(List.of("acme", "globex")));
    assertThat(claim.resolve(new Said().claims(Map.of("sub", "ann"))))
        .contains(TenantNaming.binds(List.of()));
    assertRefused(ErrorCode.CALLER_UNKNOWN, () -> claim.resolve(new Said()));
    assertSilent(Resolvers.claim("tenants", false), new Said());
  }

  @Test
  void aKeyBindsToItsTenant() {
    TenantResolver keys =
        Resolvers.apiKey("X-Key", key -> key.equals("k1") ? Optional.of("acme") : Optional.empty());
    assertThat(keys.resolve(new Said().header("X-Key", "k1")))
        .contains(TenantNaming.binds(List.of("acme")));
    assertSilent(keys, new Said());
    assertRefused(ErrorCode.CALLER_UNKNOWN, () -> keys.resolve(new Said().header("X-Key", "k2")));
    assertRefused(
        ErrorCode.TENANT_AMBIGUOUS, () -> keys.resolve(new Said().header("X-Key", "k1", "k1")));
  }

  @Test
  @SuppressWarnings({"NullAway", "NullOptional"}) // as an application may that knows no NullAway
  void aKeyForWhichNullIsReturnedIsNotKnown() {
    TenantResolver keys = Resolvers.apiKey("X-Key", key -> null);
    assertRefused(ErrorCode.CALLER_UNKNOWN, () -> keys.resolve(new Said().header("X-Key", "k")));
  }
}

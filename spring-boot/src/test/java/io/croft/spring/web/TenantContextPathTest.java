package io.croft.spring.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.http.server.RequestPath;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

final class TenantContextPathTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"/b/{tenant}", "/{tenant}", "/{lang:[a-z]*}/{tenant}", "/b/{tenant}/shop"})
  void aBeginningIsOne(String pattern) {
    assertThatCode(() -> new TenantContextPath(pattern, EndpointPaths.NONE))
        .doesNotThrowAnyException();
  }

  /**
   * Whoever moves from croft.web.path writes what was there: each page would redirect to itself.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "/b/{tenant}/**",
        "/b/{tenant}/*",
        "/b/{tenant}/",
        "b/{tenant}",
        "/{tenant}/{*rest}"
      })
  void whatIsNoBeginningIsRefused(String pattern) {
    assertThatThrownBy(() -> new TenantContextPath(pattern, EndpointPaths.NONE))
        .isInstanceOfSatisfying(
            CroftException.class,
            refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID));
  }

  private static HttpServletRequest inside(String path) throws Exception {
    MockFilterChain chain = new MockFilterChain();
    MockHttpServletRequest request = new MockHttpServletRequest("GET", path);
    MockHttpServletResponse response = new MockHttpServletResponse();
    new TenantContextPath("/b/{tenant}", () -> List.of("/actuator/**"))
        .doFilter(request, response, chain);
    assertThat(response.getStatus()).isEqualTo(200);
    return (HttpServletRequest) Objects.requireNonNull(chain.getRequest());
  }

  /** A page may have it within quotes, as it is. */
  @ParameterizedTest
  @ValueSource(strings = {"/b/acme/day", "/b/acme;'-alert(1)-'/day", "/b;x=1/acme;y;z=/day"})
  void nothingThatAClientMakesUpIsInTheContextPath(String path) throws Exception {
    HttpServletRequest inside = inside(path);
    assertThat(inside.getContextPath()).isEqualTo("/b/acme");
    assertThat(inside.getRequestURI()).isEqualTo("/b/acme/day");
    assertThat(inside.getRequestURL()).hasToString("http://localhost/b/acme/day");
    assertThat(RequestPath.parse(inside.getRequestURI(), inside.getContextPath()))
        .hasToString("/b/acme/day");
  }

  @Test
  void parametersBehindItStay() throws Exception {
    assertThat(inside("/b/acme/day;x=1").getRequestURI()).isEqualTo("/b/acme/day;x=1");
    assertThat(inside("/c/acme;x=1/day").getRequestURI()).isEqualTo("/c/acme;x=1/day");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/b/acme/actuator/env",
        "/b/acme/actuator;x/env",
        "/b/acme/%61ctuator",
        "/b/acme;x/actuator/a/b"
      })
  void whatOperatorsAskIsNotThereBelowATenant(String path) throws Exception {
    MockHttpServletResponse response = new MockHttpServletResponse();
    MockFilterChain chain = new MockFilterChain();
    new TenantContextPath("/b/{tenant}", () -> List.of("/actuator/**"))
        .doFilter(new MockHttpServletRequest("GET", path), response, chain);
    assertThat(response.getStatus()).isEqualTo(404);
    assertThat(chain.getRequest()).isNull();
  }

  private static CroftWebProperties naming(@Nullable String contextPath, @Nullable String claim) {
    return new CroftWebProperties(
        true, claim, true, null, null, null, null, contextPath, null, null, List.of());
  }

  /** The application says so when it starts. */
  @Test
  void anybodyCanWriteIt() {
    assertThat(ConfiguredResolvers.openToAll(naming("/b/{tenant}", null), 0)).isTrue();
    assertThat(ConfiguredResolvers.openToAll(naming("/b/{tenant}", null), 1)).isFalse();
    assertThat(ConfiguredResolvers.openToAll(naming("/b/{tenant}", "tenants"), 0)).isFalse();
  }
}

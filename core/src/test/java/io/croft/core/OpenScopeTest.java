package io.croft.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

final class OpenScopeTest {

  private static final TenantId ACME = TenantId.random();
  private static final TenantId BETA = TenantId.random();

  @AfterEach
  void leaveNothing() {
    CapturedScope unused = CapturedScope.NONE.bind();
  }

  private static void assertNone() {
    assertThat(TenantScope.current()).isEmpty();
    assertThat(MDC.get("tenant")).isNull();
  }

  @Test
  void givesBackWhatWasBefore() {
    try (OpenScope outer = OpenScope.of(ACME)) {
      try (OpenScope inner = OpenScope.of(ACME)) {
        assertThat(inner).isNotSameAs(outer);
      }
      assertThat(TenantScope.current()).contains(ACME);
    }
    assertNone();
  }

  @Test
  void closedInTheOrderOfOpeningItKeepsNoTenant() {
    OpenScope first = OpenScope.of(ACME);
    OpenScope second = OpenScope.of(ACME);
    first.close();
    assertThatThrownBy(second::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("none was bound");
    assertNone();
  }

  @Test
  void closedAfterTheScopeAroundItItKeepsNoTenant() {
    OpenScope left = TenantScope.call(ACME, () -> OpenScope.of(ACME));
    assertNone();
    assertThatThrownBy(left::close).isInstanceOf(IllegalStateException.class);
    assertNone();
  }

  @Test
  void closedInTheScopeOfAnotherItDoesNotPutItsOwnThere() {
    OpenScope left = TenantScope.call(ACME, () -> OpenScope.of(ACME));
    Optional<TenantId> seen =
        TenantScope.call(
            BETA,
            () -> {
              assertThatThrownBy(left::close).isInstanceOf(IllegalStateException.class);
              return TenantScope.current();
            });
    assertThat(seen).isNotEqualTo(Optional.of(ACME));
    assertNone();
  }

  @Test
  void takesAwayWhatWasBoundMeanwhile() {
    OpenScope open = OpenScope.of(ACME);
    CapturedScope unused = TenantScope.call(ACME, TenantScope::capture).bind();
    unused = CapturedScope.NONE.bind();
    assertThatThrownBy(open::close).isInstanceOf(IllegalStateException.class);
    assertNone();
  }
}

package io.croft.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TenantScopeTest {

  private final TenantId acme = TenantId.random();
  private final TenantId globex = TenantId.random();

  @Test
  void bindsTheTenantForTheWorkOnly() {
    TenantId seen = TenantScope.call(acme, TenantScope::require);

    assertThat(seen).isEqualTo(acme);
    assertThat(TenantScope.current()).isEmpty();
  }

  @Test
  void refusesWhenNoTenantIsBound() {
    assertThatThrownBy(TenantScope::require)
        .isInstanceOf(CroftException.class)
        .extracting(e -> ((CroftException) e).code())
        .isEqualTo(ErrorCode.NO_TENANT_IN_SCOPE);
  }

  @Test
  void refusesAnotherTenantInsideAScopeAndKeepsTheOuterOne() {
    TenantScope.run(
        acme,
        () -> {
          assertThatThrownBy(() -> TenantScope.run(globex, () -> {}))
              .isInstanceOf(CroftException.class)
              .extracting(e -> ((CroftException) e).code())
              .isEqualTo(ErrorCode.TENANT_ALREADY_IN_SCOPE);
          assertThat(TenantScope.require()).isEqualTo(acme);
        });
  }

  @Test
  void allowsTheSameTenantAgainWithoutEndingTheOuterScope() {
    TenantScope.run(
        acme,
        () -> {
          TenantScope.run(acme, () -> {});
          assertThat(TenantScope.require()).isEqualTo(acme);
        });
  }

  @Test
  void letsTheExceptionOfTheWorkThroughAndUnbinds() {
    assertThatThrownBy(
            () ->
                TenantScope.run(
                    acme,
                    () -> {
                      throw new IOException("own");
                    }))
        .isInstanceOf(IOException.class);
    assertThat(TenantScope.current()).isEmpty();
  }

  @Test
  void doesNotReachThreadsThatItStarts() {
    boolean inherited =
        TenantScope.call(
            acme,
            () -> CompletableFuture.supplyAsync(() -> TenantScope.current().isPresent()).join());

    assertThat(inherited).isFalse();
  }

  @Test
  void narrowsFullAccessForTheInnerWorkOnly() {
    Access report = Access.of("report");
    TenantScope.run(
        acme,
        () -> {
          assertThat(TenantScope.currentAccess()).contains(Access.FULL);
          TenantScope.run(
              acme,
              report,
              () -> {
                assertThat(TenantScope.currentAccess()).contains(report);
                assertThat(TenantScope.require()).isEqualTo(acme);
              });
          assertThat(TenantScope.currentAccess()).contains(Access.FULL);
        });
    assertThat(TenantScope.currentAccess()).isEmpty();
  }

  @Test
  void neverWidensNorExchangesAnAccess() {
    Access report = Access.of("report");
    TenantScope.run(
        acme,
        report,
        () -> {
          TenantScope.run(acme, report, () -> {});
          for (Access other : new Access[] {Access.FULL, Access.of("staff")}) {
            assertThatThrownBy(() -> TenantScope.call(acme, other, () -> 1))
                .isInstanceOf(CroftException.class)
                .extracting(e -> ((CroftException) e).code())
                .isEqualTo(ErrorCode.ACCESS_ALREADY_IN_SCOPE);
          }
          assertThatThrownBy(() -> TenantScope.run(acme, () -> {}))
              .isInstanceOf(CroftException.class);
          assertThatThrownBy(() -> TenantScope.run(globex, report, () -> {}))
              .isInstanceOf(CroftException.class)
              .extracting(e -> ((CroftException) e).code())
              .isEqualTo(ErrorCode.TENANT_ALREADY_IN_SCOPE);
          assertThat(TenantScope.currentAccess()).contains(report);
        });
  }
}

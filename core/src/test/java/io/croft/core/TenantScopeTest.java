package io.croft.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.slf4j.MDC;

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

  @Test
  void givesTheLoggingContextBackAsItFoundIt() {
    MDC.put("tenant", "the application's own");
    try {
      TenantScope.run(
          acme,
          () -> {
            assertThat(MDC.get("tenant")).isEqualTo(acme.toString());
            TenantScope.run(acme, Access.of("report"), () -> MDC.put("tenant", "overwritten"));
            assertThat(MDC.get("tenant")).isEqualTo(acme.toString());
            CapturedScope.NONE.run(() -> assertThat(MDC.get("tenant")).isNull());
          });
      assertThat(MDC.get("tenant")).isEqualTo("the application's own");
      CapturedScope.NONE.run(
          () -> assertThat(MDC.get("tenant")).isEqualTo("the application's own"));
      assertThat(MDC.get("tenant")).isEqualTo("the application's own");
    } finally {
      MDC.remove("tenant");
    }
  }

  @Test
  void threadsMadeInsideAScopeHaveNone() throws Exception {
    // A pool makes its threads while it is handed work, and keeps them for the work of others.
    ExecutorService pool = Executors.newCachedThreadPool();
    try {
      TenantScope.run(acme, () -> assertThat(pool.submit(TenantScope::current).get()).isEmpty());
      assertThat(pool.submit(TenantScope::current).get()).isEmpty();
    } finally {
      pool.shutdownNow();
    }
  }

  /** Each statement of an application asks. */
  @Test
  void askingCostsNoMemory() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    TenantScope.run(
        acme,
        () -> {
          ask(1_000);
          long before = threads.getCurrentThreadAllocatedBytes();
          ask(10_000);
          assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
        });
  }

  private void ask(int times) {
    for (int i = 0; i < times; i++) {
      if (!TenantScope.require().equals(acme) || TenantScope.currentAccess().isEmpty()) {
        throw new AssertionError();
      }
    }
  }

  @Test
  void tellsWhetherExactlyThatScopeIsBound() {
    assertThat(TenantScope.isBoundTo(acme, Access.FULL)).isFalse();
    TenantScope.run(
        acme,
        Access.of("report"),
        () -> {
          assertThat(TenantScope.isBoundTo(new TenantId(acme.value()), Access.of("report")))
              .isTrue();
          assertThat(TenantScope.isBoundTo(acme, Access.FULL)).isFalse();
          assertThat(TenantScope.isBoundTo(globex, Access.of("report"))).isFalse();
        });
  }

  @Test
  void toAskForTheScopeBeforeEachStatementAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    int asked = 100_000;
    TenantScope.run(
        acme,
        () -> {
          int bound = 0;
          long before = threads.getCurrentThreadAllocatedBytes();
          for (int i = 0; i < asked; i++) {
            bound += TenantScope.isBoundTo(acme, Access.FULL) ? 1 : 0;
          }
          long allocated = threads.getCurrentThreadAllocatedBytes() - before;
          assertThat(bound).isEqualTo(asked);
          assertThat(allocated).isLessThan(asked);
        });
  }

  // region access-of-role
  private static Access access(String role) {
    return switch (role) {
      case "owner" -> Access.FULL;
      case "staff" -> Access.of("staff");
      case "api-read" -> Access.of("report");
      default -> throw new SecurityException("nobody knows the role " + role);
    };
  }

  // endregion

  @Test
  void aRoleDecidesTheAccess() {
    TenantId tenant = acme;
    String role = "api-read";
    List<Access> served = new ArrayList<>();
    Runnable service = () -> served.addAll(TenantScope.currentAccess().stream().toList());
    // region access-in-scope
    TenantScope.run(tenant, access(role), service::run);
    // endregion
    assertThat(served).containsExactly(Access.of("report"));
    assertThat(access("owner").isFull()).isTrue();
    assertThatThrownBy(() -> access("")).isInstanceOf(SecurityException.class);
  }
}

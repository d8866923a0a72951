package io.croft.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.Catalog;
import io.croft.catalog.NewTenant;
import io.croft.catalog.Tenant;
import io.croft.catalog.TenantStatus;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import io.croft.gate.ApplicationSecret;
import io.croft.jdbc.CroftDataSource;
import io.croft.move.MoveListener;
import io.croft.move.MoveMode;
import io.croft.move.MoveSettings;
import io.croft.move.Mover;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tenants that change while a job is under way. One works at a time, in the order of slugs. */
final class ChangingTenantsIT {

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private static TestFleet fleet;

  private final String prefix = "changing-" + NUMBERS.incrementAndGet();
  private final Catalog catalog = fleet.openReader();
  private final Set<String> seen = ConcurrentHashMap.newKeySet();

  @BeforeAll
  static void start() {
    fleet = TestFleet.shared();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  private TenantId tenant(String name) {
    return fleet
        .provisioning()
        .provision(named(name), Optional.of(Isolation.POOL), Optional.of(TestFleet.EU), "test")
        .id();
  }

  private NewTenant named(String name) {
    return NewTenant.of(Slug.of(prefix + "-" + name), "A tenant", TestFleet.PLAN);
  }

  private JobReport run(TenantWork work) {
    return TenantJobs.of(catalog)
        .concurrency(1)
        .only(tenant -> tenant.slug().value().startsWith(prefix + "-"))
        .forEachTenant(
            tenant -> {
              seen.add(tenant.slug().value().substring(prefix.length() + 1));
              work.run(tenant);
            });
  }

  private static List<TenantStatus> statuses(JobReport report) {
    return report.skipped().stream().map(Tenant::status).toList();
  }

  private static void erase(TenantId tenant) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                fleet.address().jdbcUrl(), fleet.address().user(), fleet.address().password());
        PreparedStatement erase =
            connection.prepareStatement(
                "UPDATE catalog.tenant SET status = 'erased' WHERE id = ?")) {
      erase.setObject(1, tenant.value());
      assertThat(erase.executeUpdate()).isEqualTo(1);
    }
  }

  @Test
  void whoIsNotActiveIsPassedOverAndSaidToBe() throws SQLException {
    tenant("a");
    fleet.catalog().suspend(tenant("b"), "test");
    erase(tenant("c"));
    fleet.catalog().createTenant(named("d"), Isolation.POOL, TestFleet.EU, "test");
    JobReport report = run(tenant -> {});
    assertThat(seen).containsExactly("a");
    assertThat(statuses(report))
        .containsExactly(TenantStatus.SUSPENDED, TenantStatus.ERASED, TenantStatus.PROVISIONING);
    assertThat(report.isWhole()).isTrue();
  }

  @Test
  void whoIsSuspendedOrErasedBeforeItsTurnIsPassedOver() {
    tenant("a");
    TenantId suspended = tenant("b");
    TenantId erased = tenant("c");
    tenant("d");
    JobReport report =
        run(
            tenant -> {
              if (tenant.slug().value().endsWith("-a")) {
                fleet.catalog().suspend(suspended, "test");
                erase(erased);
              }
            });
    assertThat(seen).containsExactlyInAnyOrder("a", "d");
    assertThat(statuses(report)).containsExactly(TenantStatus.SUSPENDED, TenantStatus.ERASED);
    assertThat(report.done()).isEqualTo(2);
  }

  @Test
  void whoIsMadeOrActivatedMeanwhileHasItsTurn() {
    tenant("a");
    TenantId dormant = tenant("c");
    fleet.catalog().suspend(dormant, "test");
    AtomicBoolean first = new AtomicBoolean(true);
    JobReport report =
        run(
            tenant -> {
              if (first.getAndSet(false)) {
                // Before and behind what has been listed.
                tenant("0-new");
                tenant("z-new");
                fleet.catalog().activate(dormant, "test");
              }
            });
    assertThat(seen).containsExactlyInAnyOrder("a", "c", "0-new", "z-new");
    assertThat(report.skipped()).isEmpty();
    assertThat(report.done()).isEqualTo(4);
  }

  @Test
  void whoMovesMeanwhileIsFollowed() {
    TenantId moving = tenant("a");
    try (CroftDataSource data = open()) {
      JobReport report =
          run(
              tenant -> {
                try (Connection connection = data.getConnection();
                    Statement statement = connection.createStatement()) {
                  statement.executeUpdate("INSERT INTO account (name) VALUES ('before')");
                  move(moving);
                  statement.executeUpdate("INSERT INTO account (name) VALUES ('after')");
                  try (ResultSet row = statement.executeQuery("SELECT count(*) FROM account")) {
                    row.next();
                    assertThat(row.getInt(1)).isEqualTo(2);
                  }
                }
              });
      assertThat(report.failed()).isEmpty();
      assertThat(report.done()).isEqualTo(1);
      assertThat(catalog.placement(moving).orElseThrow().server()).isEqualTo(TestFleet.US);
    }
  }

  @Test
  void whoIsSuspendedInTheMiddleOfItsWorkHasFailed() {
    TenantId victim = tenant("a");
    tenant("b");
    try (CroftDataSource data = open()) {
      JobReport report =
          run(
              tenant -> {
                if (tenant.id().equals(victim)) {
                  fleet.catalog().suspend(victim, "test");
                }
                try (Connection connection = data.getConnection();
                    Statement statement = connection.createStatement()) {
                  statement.executeUpdate("INSERT INTO account (name) VALUES ('one')");
                }
              });
      assertThat(report.done()).isEqualTo(1);
      assertThat(report.failed())
          .singleElement()
          .satisfies(
              failure -> {
                assertThat(failure.tenant().id()).isEqualTo(victim);
                assertThat(failure.reason()).hasCauseInstanceOf(CroftException.class);
                assertThat(
                        ((CroftException) Objects.requireNonNull(failure.reason().getCause()))
                            .code())
                    .isEqualTo(ErrorCode.TENANT_NOT_ACTIVE);
              });
    }
  }

  private CroftDataSource open() {
    ApplicationSecret secret = fleet.secret().application();
    return CroftDataSource.builder(catalog, secret).build();
  }

  private static void move(TenantId tenant) throws Exception {
    Mover mover = new Mover(fleet.catalog(), fleet.secret(), fleet.homes(), MoveSettings.DEFAULT);
    mover.run(
        mover.start(tenant, Isolation.SCHEMA, TestFleet.US, MoveMode.FENCED_COPY, "test").id(),
        "test",
        MoveListener.NONE);
  }
}

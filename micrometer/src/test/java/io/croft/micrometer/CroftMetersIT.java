package io.croft.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.Limits;
import io.croft.catalog.NewTenant;
import io.croft.catalog.Plan;
import io.croft.catalog.PostgresCatalog;
import io.croft.core.Isolation;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.home.ApplicationSchema;
import io.croft.home.Provisioning;
import io.croft.jdbc.CroftDataSource;
import io.croft.local.LocalFleet;
import io.croft.local.LocalFleetOptions;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The meters of a real data source. */
final class CroftMetersIT {

  private static final String SERVER = "one";
  private static final int TENANTS = 6;

  private static LocalFleet fleet;
  private static final List<TenantId> TENANT = new ArrayList<>();

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private PostgresCatalog catalog;
  private CroftDataSource data;

  @BeforeAll
  static void start() {
    fleet =
        LocalFleet.start(
            new LocalFleetOptions(
                ApplicationSchema.of("classpath:io/croft/micrometer/notes"),
                Map.of(SERVER, "eu"),
                Optional.empty(),
                false,
                true));
    fleet
        .catalog()
        .savePlan(
            new Plan("any", Isolation.POOL, EnumSet.allOf(Isolation.class), Set.of(), Limits.NONE),
            "test");
    for (int i = 0; i < TENANTS; i++) {
      TENANT.add(
          new Provisioning(fleet.catalog(), fleet.homes())
              .provision(
                  NewTenant.of(Slug.of("tenant-" + i), "Tenant", "any"),
                  Optional.of(i % 2 == 0 ? Isolation.POOL : Isolation.SCHEMA),
                  Optional.of(SERVER),
                  "test")
              .id());
    }
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @BeforeEach
  void open() {
    catalog = PostgresCatalog.open(fleet.reader("meters"));
    data = CroftDataSource.builder(catalog, fleet.secret().application()).build();
  }

  @AfterEach
  void close() {
    data.close();
    catalog.close();
  }

  private void execute(int tenant, String sql) throws SQLException {
    TenantScope.run(
        TENANT.get(tenant),
        () -> {
          try (Connection connection = data.getConnection();
              Statement statement = connection.createStatement()) {
            statement.execute(sql);
          }
        });
  }

  private double count(String meter, String... tags) {
    return registry.get(meter).tags(tags).functionCounter().count();
  }

  private double transactions() {
    return registry.find("croft.tenant.transactions").functionCounters().stream()
        .mapToDouble(FunctionCounter::count)
        .sum();
  }

  private static void example(CroftDataSource dataSource, MeterRegistry registry) {
    // region bind
    CroftMeters meters = CroftMeters.builder(dataSource).tenants(20).build();
    meters.bindTo(registry);
    // endregion
    meters.refresh();
    assertThat(registry.getMeters()).isNotEmpty();
    meters.close();
  }

  @Test
  void runsTheExampleOfTheDocument() {
    example(data, registry);
  }

  @Test
  void tellsWhatTenantsHaveDone() throws SQLException {
    try (CroftMeters meters = CroftMeters.builder(data).tenants(2).build()) {
      execute(0, "SELECT 1");
      execute(1, "SELECT 1");
      meters.bindTo(registry);
      String first = TENANT.get(0).toString();
      execute(0, "INSERT INTO note (body) VALUES ('one')");
      assertThatThrownBy(() -> execute(0, "INSERT INTO note (body) VALUES ('one')"))
          .isInstanceOf(SQLException.class);
      execute(0, "SELECT pg_sleep(0.02)");
      meters.refresh();
      assertThat(count("croft.tenant.transactions", "tenant", first)).isEqualTo(3);
      assertThat(count("croft.tenant.held", "tenant", first)).isGreaterThan(0.02);
      assertThat(count("croft.tenant.errors", "tenant", first, "kind", "constraint")).isEqualTo(1);
      assertThat(count("croft.tenant.transactions", "tenant", "other")).isEqualTo(2);
      assertThat(registry.get("croft.pool.connections").tags("state", "idle").gauge().value())
          .isEqualTo(2);
      assertThat(registry.get("croft.catalog.reachable").gauge().value()).isEqualTo(1);
    }
  }

  @Test
  void listsAsManyTenantsAsItMayAndLosesNothing() throws SQLException {
    try (CroftMeters meters = CroftMeters.builder(data).tenants(2).build()) {
      meters.bindTo(registry);
      double transactions = 0;
      for (int tenant = 0; tenant < TENANTS; tenant++) {
        // The later, the costlier, and the last by far: a busy machine adds to the cost of any.
        execute(
            tenant, "SELECT pg_sleep(" + (tenant == TENANTS - 1 ? 1 : 0.01 * (tenant + 1)) + ")");
        execute(tenant, "SELECT 1");
        transactions += 2;
        meters.refresh();
        assertThat(registry.find("croft.tenant.transactions").functionCounters())
            .hasSizeLessThanOrEqualTo(3);
      }
      assertThat(data.snapshot(0).total().transactions()).isEqualTo((long) transactions);
      double listed =
          registry.find("croft.tenant.transactions").functionCounters().stream()
              .mapToDouble(FunctionCounter::count)
              .sum();
      assertThat(listed)
          .as("those of the tenants that have left")
          .isLessThanOrEqualTo(transactions);
      assertThat(
              registry.find("croft.tenant.transactions").tags("tenant", id(TENANTS - 1)).meters())
          .hasSize(1);
    }
  }

  private static String id(int tenant) {
    return TENANT.get(tenant).toString();
  }

  @Test
  void bringsTheValuesUpToDateByItself() throws SQLException {
    Duration often = Duration.ofMillis(20);
    try (CroftMeters meters = CroftMeters.builder(data).interval(often).build()) {
      meters.bindTo(registry);
      execute(0, "SELECT 1");
      // Whose it is told as depends on whether the tenant was seen while it still ran.
      await().until(() -> transactions() == 1);
    }
  }
}

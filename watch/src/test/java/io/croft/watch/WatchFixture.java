package io.croft.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.ControlCatalog;
import io.croft.catalog.ProbeOutcome;
import io.croft.catalog.ProbeResult;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.gate.PoolCanaries;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** A watch over the fleet of this JVM, with two tenants of each isolation on the first server. */
final class WatchFixture {

  static final String SERVER = TestFleet.EU;

  private static final WatchFixture SHARED = new WatchFixture();

  final TestFleet fleet = TestFleet.shared();
  final ControlCatalog catalog = fleet.catalog();
  final Watch watch = watch(WatchSettings.DEFAULT);
  final TenantId inPool = fleet.tenant(Isolation.POOL, SERVER);
  final TenantId inSchema = fleet.tenant(Isolation.SCHEMA, SERVER);
  final TenantId inOtherSchema = fleet.tenant(Isolation.SCHEMA, SERVER);
  final TenantId inDatabase = fleet.tenant(Isolation.DATABASE, SERVER);
  final TenantId inOtherDatabase = fleet.tenant(Isolation.DATABASE, SERVER);

  private WatchFixture() {
    addAccounts(inPool);
    addAccounts(inSchema);
    addAccounts(inDatabase);
    assertAllHeld(round());
  }

  static WatchFixture shared() {
    return SHARED;
  }

  Watch watch(WatchSettings settings) {
    return new Watch(catalog, fleet.secret(), fleet.homes(), settings);
  }

  Placement home(TenantId tenant) {
    return catalog.placement(tenant).orElseThrow();
  }

  Placement pool() {
    return PoolCanaries.of(SERVER).get(0);
  }

  RoundReport round() {
    return round(watch);
  }

  RoundReport round(Watch by) {
    return by.round(SERVER, "test", WatchListener.NONE, () -> false);
  }

  private void addAccounts(TenantId tenant) {
    Placement home = home(tenant);
    sql(
        home,
        "INSERT INTO %s.account (tenant_id, name) SELECT '%s', 'a' || n FROM generate_series(1, 500) n"
            .formatted(home.schema(), tenant));
  }

  /** Runs statements as superuser in the database of a home, with event triggers silent. */
  void sql(Placement home, String... statements) {
    try (Connection superuser = fleet.superuser(home);
        Statement statement = superuser.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  static void assertAllHeld(RoundReport report) {
    assertThat(report.results())
        .isNotEmpty()
        .allSatisfy(result -> assertThat(result.outcome()).isEqualTo(ProbeOutcome.HELD));
  }

  static List<ProbeResult> of(RoundReport report, Probe probe) {
    return report.results().stream().filter(r -> r.probe().equals(probe.id())).toList();
  }

  static List<ProbeResult> of(RoundReport report, TenantId tenant) {
    return report.results().stream().filter(r -> tenant.equals(r.tenant())).toList();
  }
}

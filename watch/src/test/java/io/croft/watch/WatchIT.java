package io.croft.watch;

import static io.croft.watch.WatchFixture.SERVER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.NewServer;
import io.croft.catalog.ProbeChange;
import io.croft.catalog.ProbeFilter;
import io.croft.catalog.ProbeOutcome;
import io.croft.catalog.ProbeResult;
import io.croft.catalog.ProbeStretch;
import io.croft.catalog.TenantFilter;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.gate.Gate;
import io.croft.gate.PoolCanaries;
import io.croft.gate.Register;
import io.croft.move.MoveListener;
import io.croft.move.MoveSettings;
import io.croft.move.Mover;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** The watch over real servers on which every defence stands. */
final class WatchIT {

  private static final WatchFixture FIXTURE = WatchFixture.shared();

  @Test
  void asksEveryProbeAndAllHold() {
    RoundReport report = FIXTURE.round();

    WatchFixture.assertAllHeld(report);
    for (Probe probe : Probe.values()) {
      assertThat(WatchFixture.of(report, probe)).as(probe.id()).isNotEmpty();
    }
    assertThat(WatchFixture.of(report, FIXTURE.inSchema))
        .extracting(ProbeResult::probe)
        .containsExactly("own-row", "foreign-schema", "foreign-database");
    assertThat(WatchFixture.of(report, FIXTURE.inDatabase))
        .extracting(ProbeResult::probe)
        .containsExactly("own-row", "foreign-database", "gate");
    assertThat(report.round().orElseThrow().complete()).isTrue();
  }

  @Test
  void canariesOfThePoolAreNoTenantsOfTheCatalog() {
    List<TenantId> canaries = PoolCanaries.of(SERVER).stream().map(Placement::tenant).toList();

    assertThat(canaries).allMatch(id -> PoolCanaries.include(SERVER, id));
    assertThat(canaries).allMatch(id -> FIXTURE.catalog.placement(id).isEmpty());
    assertThat(FIXTURE.catalog.tenants(TenantFilter.all().withLimit(1000)))
        .noneMatch(row -> canaries.contains(row.tenant().id()));
    long placed =
        FIXTURE.catalog.tenants(TenantFilter.all().withLimit(1000)).stream()
            .filter(row -> row.placement().server().equals(SERVER))
            .count();
    assertThat(FIXTURE.catalog.server(SERVER).tenants()).isEqualTo((int) placed);
  }

  @Test
  void readsNoRowOfAnyTenant() throws SQLException {
    Placement pool = FIXTURE.pool();
    Counters before = Counters.read(pool);

    FIXTURE.round();

    await().until(() -> Counters.read(pool).scans() > before.scans());
    assertThat(Counters.read(pool).rows()).isEqualTo(before.rows());
  }

  /** How often the table of accounts was looked at, in the pool and in schemas, and rows read. */
  private record Counters(long scans, long rows) {

    private static Counters read(Placement home) throws SQLException {
      try (Connection superuser = FIXTURE.fleet.superuser(home);
          Statement statement = superuser.createStatement();
          ResultSet row =
              statement.executeQuery(
                  """
                  SELECT sum(coalesce(idx_scan, 0) + seq_scan),
                    sum(coalesce(idx_tup_fetch, 0) + seq_tup_read)
                  FROM pg_stat_user_tables WHERE relname = 'account'
                  """)) {
        row.next();
        return new Counters(row.getLong(1), row.getLong(2));
      }
    }
  }

  @Test
  void isBlindWhenTheOwnRowIsGoneAndPlantsItAnew() {
    Placement home = FIXTURE.home(FIXTURE.inOtherSchema);
    FIXTURE.sql(home, "DELETE FROM " + home.schema() + ".croft_canary");

    List<ProbeResult> found = WatchFixture.of(FIXTURE.round(), FIXTURE.inOtherSchema);

    assertThat(found.get(0).outcome()).isEqualTo(ProbeOutcome.BLIND);
    assertThat(found.get(0).evidence()).contains("gone");
    WatchFixture.assertAllHeld(FIXTURE.round());
  }

  @Test
  void isBlindWhenACanaryOfThePoolIsGone() {
    Placement second = PoolCanaries.of(SERVER).get(1);
    FIXTURE.sql(
        second,
        "DELETE FROM app.croft_canary WHERE tenant_id = '" + second.tenant() + "'",
        "DELETE FROM croft.gate WHERE tenant = '" + second.tenant() + "'");

    ProbeResult found = WatchFixture.of(FIXTURE.round(), Probe.OWN_ROW).get(0);

    assertThat(found.outcome()).isEqualTo(ProbeOutcome.BLIND);
    WatchFixture.assertAllHeld(FIXTURE.round());
  }

  @Test
  void isBlindWhenTheServerIsDown() {
    FIXTURE.catalog.addServer(
        NewServer.of("gone-1", "eu", "127.0.0.1", 1, "nobody", "nothing"), "test");

    RoundReport report = FIXTURE.watch.round("gone-1", "test", WatchListener.NONE, () -> false);

    assertThat(report.results())
        .singleElement()
        .satisfies(result -> assertThat(result.outcome()).isEqualTo(ProbeOutcome.BLIND))
        .satisfies(result -> assertThat(result.evidence()).contains("08001"));
    assertThat(FIXTURE.catalog.proof().stretches(ProbeFilter.open().on("gone-1"))).hasSize(1);
  }

  @Test
  void goesOnWithTheHomesWhenThePoolRefusesItsLogin() {
    FIXTURE.sql(FIXTURE.pool(), "ALTER ROLE croft_app NOLOGIN");
    RoundReport report;
    try {
      report = FIXTURE.round();
    } finally {
      FIXTURE.sql(FIXTURE.pool(), "ALTER ROLE croft_app LOGIN");
    }

    assertThat(WatchFixture.of(report, Probe.OWN_ROW).get(0).evidence())
        .isEqualTo("no connection: 28000");
    assertThat(WatchFixture.of(report, FIXTURE.inSchema)).isNotEmpty();
    WatchFixture.assertAllHeld(FIXTURE.round());
  }

  @Test
  void isBlindWhenTheGateCannotBeEntered() {
    String rename = "ALTER FUNCTION croft.%s(bytea, text) RENAME TO %s";
    FIXTURE.sql(FIXTURE.pool(), rename.formatted("enter", "gone"));
    RoundReport report;
    try {
      report = FIXTURE.round();
    } finally {
      FIXTURE.sql(FIXTURE.pool(), rename.formatted("gone", "enter"));
    }

    assertThat(WatchFixture.of(report, Probe.OWN_ROW).get(0).evidence()).contains("42883");
    assertThat(WatchFixture.of(report, Probe.FOREIGN_ROW).get(0).outcome())
        .isEqualTo(ProbeOutcome.BLIND);
    WatchFixture.assertAllHeld(FIXTURE.round());
  }

  @Test
  void keepsAnAlarmUntilAProbeHasHeldAndThenItsHistory() {
    Placement pool = FIXTURE.pool();
    List<ProbeChange> changes = new ArrayList<>();
    WatchListener listener =
        new WatchListener() {
          @Override
          public void changed(ProbeChange change) {
            changes.add(change);
          }
        };
    FIXTURE.sql(pool, "GRANT SELECT ON croft.seal_key TO croft_app");
    try {
      FIXTURE.watch.round(SERVER, "test", listener, () -> false);
      FIXTURE.watch.round(SERVER, "test", listener, () -> false);
    } finally {
      FIXTURE.sql(pool, "REVOKE SELECT ON croft.seal_key FROM croft_app");
    }
    assertThat(changes)
        .singleElement()
        .satisfies(change -> assertThat(change.opens()).isTrue())
        .satisfies(change -> assertThat(change.before()).isEqualTo(ProbeOutcome.HELD));
    ProbeStretch alarm = open().get(0);
    assertThat(alarm.times()).isEqualTo(2);
    assertThat(alarm.lastRound()).isGreaterThan(alarm.firstRound());
    assertThat(alarm.longestGap()).isPositive();

    changes.clear();
    FIXTURE.watch.round(SERVER, "test", listener, () -> false);

    assertThat(changes).singleElement().matches(ProbeChange::resolves);
    assertThat(open()).isEmpty();
    assertThat(history("gate", ProbeOutcome.ALARM)).isNotEmpty();
    FIXTURE.round(FIXTURE.watch(WatchSettings.DEFAULT.withRetention(Duration.ZERO)));
    assertThat(history("gate", ProbeOutcome.ALARM)).isEmpty();
    assertThat(history("gate", ProbeOutcome.HELD)).isNotEmpty();
  }

  private static List<ProbeStretch> open() {
    return FIXTURE.catalog.proof().stretches(ProbeFilter.open().on(SERVER));
  }

  private static List<ProbeStretch> history(String probe, ProbeOutcome outcome) {
    return FIXTURE.catalog.proof().stretches(ProbeFilter.all().on(SERVER)).stream()
        .filter(s -> s.latest().probe().equals(probe) && s.latest().outcome() == outcome)
        .toList();
  }

  @Test
  void givesEveryHomeItsTurn() {
    Watch slow = FIXTURE.watch(WatchSettings.DEFAULT.withHomesPerRound(1));
    int rounds = slow.plan(SERVER).withinRounds();
    Set<TenantId> seen = new HashSet<>();

    for (int round = 0; round < rounds; round++) {
      RoundReport report = FIXTURE.round(slow);
      assertThat(report.round().orElseThrow().probed()).isEqualTo(1);
      assertThat(report.round().orElseThrow().withinRounds()).isEqualTo(rounds);
      report.results().stream()
          .filter(result -> result.tenant() != null)
          .forEach(result -> seen.add(result.tenant()));
    }

    assertThat(seen)
        .hasSize(rounds)
        .contains(FIXTURE.inSchema, FIXTURE.inOtherSchema)
        .contains(FIXTURE.inDatabase, FIXTURE.inOtherDatabase);
  }

  @Test
  void findsTheCanaryOfATenantThatHasMoved() {
    TenantId tenant = FIXTURE.fleet.tenant(Isolation.SCHEMA, SERVER);
    assertThat(WatchFixture.of(FIXTURE.round(), tenant).get(0).evidence()).isEqualTo("planted");

    move(tenant, Isolation.DATABASE, TestFleet.US);

    RoundReport there = FIXTURE.watch.round(TestFleet.US, "test", WatchListener.NONE, () -> false);
    assertThat(WatchFixture.of(there, tenant).get(0).evidence()).isEqualTo("1 row");
    assertThat(WatchFixture.of(FIXTURE.round(), tenant)).isEmpty();

    move(tenant, Isolation.POOL, SERVER);

    WatchFixture.assertAllHeld(FIXTURE.round());
    FIXTURE.watch.round(TestFleet.US, "test", WatchListener.NONE, () -> false);
    assertThat(FIXTURE.catalog.proof().stretches(ProbeFilter.now()))
        .noneMatch(stretch -> tenant.equals(stretch.latest().tenant()));
  }

  private static void move(TenantId tenant, Isolation isolation, String server) {
    Mover mover =
        new Mover(
            FIXTURE.catalog,
            FIXTURE.fleet.secret(),
            FIXTURE.fleet.homes(),
            MoveSettings.DEFAULT.withLease(Duration.ofSeconds(10)).withNotice(Duration.ZERO));
    mover
        .run(mover.start(tenant, isolation, server, "test").id(), "test", MoveListener.NONE)
        .orElseThrow();
  }

  @Test
  void holdsOnTheOtherFormOfTheRegister() throws SQLException {
    Placement pool = PoolCanaries.of(TestFleet.US).get(0);
    RoundReport report;
    try (Connection superuser = FIXTURE.fleet.superuser(pool)) {
      Gate.install(superuser, Register.SEQUENCES);
      report = FIXTURE.watch.round(TestFleet.US, "test", WatchListener.NONE, () -> false);
      Gate.install(superuser, Register.PARAMETER);
    }
    FIXTURE.sql(
        pool,
        "DROP FUNCTION croft.has_entered()",
        "DROP SEQUENCE croft.register_at, croft.register_high, croft.register_low,"
            + " croft.register_epoch, croft.register_remark");
    WatchFixture.assertAllHeld(report);
    assertThat(WatchFixture.of(report, Probe.FORGED_REGISTER).get(0).evidence())
        .contains("a sequence: 42501");
    WatchFixture.assertAllHeld(
        FIXTURE.watch.round(TestFleet.US, "test", WatchListener.NONE, () -> false));
  }

  @Test
  void leavesAServerToTheWatchThatHoldsIt() {
    var other = FIXTURE.catalog.proof().begin(SERVER, "other", Duration.ofMinutes(1)).orElseThrow();
    try {
      RoundReport report = FIXTURE.round();
      assertThat(report.round()).isEmpty();
      assertThat(report.results()).isEmpty();
    } finally {
      FIXTURE.catalog.proof().end(other, true);
    }
    WatchFixture.assertAllHeld(FIXTURE.round());
  }

  @Test
  void takesOverFromAWatchThatIsSilent() {
    var silent =
        FIXTURE.catalog.proof().begin(SERVER, "silent", Duration.ofMillis(1)).orElseThrow();

    await().until(() -> FIXTURE.round().round().isPresent());

    assertThatThrownBy(
            () -> FIXTURE.catalog.proof().record(silent, Duration.ofMinutes(1), List.of()))
        .hasMessageContaining("silent");
    assertThatThrownBy(() -> FIXTURE.catalog.proof().end(silent, true))
        .hasMessageContaining("silent");
  }

  @Test
  void endsBetweenTwoHomesWhenItIsStopped() {
    RoundReport report = FIXTURE.watch.round(SERVER, "test", WatchListener.NONE, () -> true);

    assertThat(report.round().orElseThrow().complete()).isFalse();
    assertThat(report.results()).allMatch(result -> result.tenant() == null);
    WatchFixture.assertAllHeld(FIXTURE.round());
  }

  @Test
  void makesRoundsUntilItIsClosed() {
    List<RoundReport> reports = new CopyOnWriteArrayList<>();
    try (WatchLoop loop =
        WatchLoop.start(
            FIXTURE.watch,
            () -> List.of("moon-1", SERVER),
            "test",
            Duration.ofMillis(10),
            WatchListener.NONE,
            reports::add)) {
      assertThat(loop).isNotNull();
      await().atMost(Duration.ofMinutes(1)).until(() -> reports.size() >= 2);
    }
    int made = reports.size();
    WatchFixture.assertAllHeld(FIXTURE.round());
    assertThat(reports).hasSize(made);
  }

  @Test
  void plansWithoutPlanting() {
    TenantId tenant = FIXTURE.fleet.tenant(Isolation.SCHEMA, TestFleet.US);

    WatchPlan plan = FIXTURE.watch.plan(TestFleet.US);

    assertThat(plan.plant()).contains("schema " + tenant);
    assertThat(plan.turn()).contains("schema " + tenant);
    assertThat(FIXTURE.watch.plan(TestFleet.US)).isEqualTo(plan);
    FIXTURE.watch.round(TestFleet.US, "test", WatchListener.NONE, () -> false);
    assertThat(FIXTURE.watch.plan(TestFleet.US).plant()).isEmpty();
  }
}

package io.croft.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.ProbeOutcome;
import io.croft.catalog.ProbeResult;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.gate.Gate;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Takes one defence away at a time, and sees the probe that is meant for it raise its alarm. */
final class ProbeMutationIT {

  private static final WatchFixture FIXTURE = WatchFixture.shared();
  private static final String SILENT = "SET session_replication_role = replica";

  /**
   * A defence that is taken away.
   *
   * @param isolation where the probe must see it
   * @param where in whose database
   */
  private record Mutation(
      Probe probe,
      Isolation isolation,
      Function<WatchFixture, Placement> where,
      Function<WatchFixture, List<String>> harm,
      Function<WatchFixture, List<String>> undo) {

    @Override
    public String toString() {
      return probe.id() + " in a " + isolation;
    }
  }

  private static Mutation inPool(Probe probe, List<String> harm, List<String> undo) {
    return new Mutation(probe, Isolation.POOL, WatchFixture::pool, f -> harm, f -> undo);
  }

  private static Mutation gateEdit(Probe probe, String function, String from, String to) {
    return inPool(
        probe,
        List.of(
            "DO $do$ BEGIN EXECUTE replace(pg_get_functiondef('%s'::regprocedure), $a$%s$a$, $b$%s$b$);"
                    .formatted(function, from, to)
                + " END $do$"),
        List.of());
  }

  static Stream<Mutation> mutations() {
    String mendCanary = "SELECT croft.protect_pool_table('app.croft_canary')";
    return Stream.of(
        inPool(
            Probe.FOREIGN_ROW,
            List.of("DROP POLICY croft_tenant ON app.croft_canary"),
            List.of(mendCanary)),
        inPool(
            Probe.TABLES,
            List.of("DROP POLICY croft_tenant ON app.account"),
            List.of("SELECT croft.protect_pool_table('app.account')")),
        inPool(
            Probe.TABLES,
            List.of(
                "CREATE MATERIALIZED VIEW app.summary AS SELECT name FROM app.account",
                "GRANT SELECT ON app.summary TO croft_app"),
            List.of("DROP MATERIALIZED VIEW app.summary")),
        inPool(
            Probe.FOREIGN_WRITE,
            List.of(
                "DROP POLICY croft_tenant ON app.croft_canary",
                "CREATE POLICY croft_tenant ON app.croft_canary AS RESTRICTIVE"
                    + " USING (tenant_id = (SELECT croft.tenant())) WITH CHECK (true)"),
            List.of(mendCanary)),
        inPool(
            Probe.FOREIGN_WRITE,
            List.of(
                "DROP POLICY croft_tenant ON app.croft_canary",
                "CREATE POLICY croft_tenant ON app.croft_canary AS RESTRICTIVE FOR SELECT"
                    + " USING (tenant_id = (SELECT croft.tenant()))",
                "CREATE POLICY croft_insert ON app.croft_canary AS RESTRICTIVE FOR INSERT"
                    + " WITH CHECK (tenant_id = (SELECT croft.tenant()))"),
            List.of("DROP POLICY croft_insert ON app.croft_canary", mendCanary)),
        inPool(
            Probe.TABLES,
            List.of(
                "CREATE MATERIALIZED VIEW app.summary AS SELECT name FROM app.account",
                "GRANT SELECT (name) ON app.summary TO croft_app"),
            List.of("DROP MATERIALIZED VIEW app.summary")),
        inPool(
            Probe.TABLES,
            List.of(
                "CREATE MATERIALIZED VIEW app.first AS SELECT 1 AS one WITH NO DATA",
                "CREATE MATERIALIZED VIEW app.summary AS SELECT name FROM app.account",
                "GRANT SELECT ON app.first, app.summary TO croft_app"),
            List.of("DROP MATERIALIZED VIEW app.first, app.summary")),
        inPool(
            Probe.TABLES,
            List.of(
                "CREATE SCHEMA reporting",
                "CREATE TABLE reporting.summary AS SELECT tenant_id, name FROM app.account",
                "GRANT USAGE ON SCHEMA reporting TO croft_app",
                "GRANT SELECT ON reporting.summary TO croft_app"),
            List.of("DROP SCHEMA reporting CASCADE")),
        gateEdit(
            Probe.NO_TENANT,
            "croft.login_tenant()",
            "IF found_tenant IS NULL THEN",
            "IF false THEN"),
        inPool(
            Probe.FORGED_REGISTER,
            List.of("GRANT SET ON PARAMETER backtrace_functions TO croft_app"),
            List.of("REVOKE SET ON PARAMETER backtrace_functions FROM croft_app")),
        gateEdit(
            Probe.FORGED_SEAL,
            "croft.enter(bytea, text)",
            "IF genuine IS NOT TRUE THEN",
            "IF false THEN"),
        gateEdit(
            Probe.FORGED_SEAL,
            "croft.enter(bytea, text)",
            "sealed_pid <> pg_backend_pid()",
            "false"),
        inPool(
            Probe.GATE,
            List.of("GRANT SELECT ON croft.seal_key TO croft_app"),
            List.of("REVOKE SELECT ON croft.seal_key FROM croft_app")),
        new Mutation(
            Probe.GATE,
            Isolation.DATABASE,
            f -> f.home(f.inDatabase),
            f -> List.of("CREATE FUNCTION croft.extra() RETURNS int LANGUAGE sql RETURN 1"),
            f -> List.of("DROP FUNCTION croft.extra()")),
        schemaOpenTo(Isolation.SCHEMA, "PUBLIC"),
        schemaOpenTo(Isolation.POOL, "croft_app"),
        new Mutation(
            Probe.FOREIGN_SCHEMA,
            Isolation.SCHEMA,
            WatchFixture::pool,
            f ->
                List.of(
                    "GRANT USAGE ON SCHEMA app TO croft_tenants",
                    "GRANT SELECT ON app.croft_canary TO croft_tenants"),
            f ->
                List.of(
                    "REVOKE USAGE ON SCHEMA app FROM croft_tenants",
                    "REVOKE SELECT ON app.croft_canary FROM croft_tenants")),
        databaseOpen(Isolation.DATABASE),
        databaseOpen(Isolation.SCHEMA),
        databaseOpen(Isolation.POOL),
        new Mutation(
            Probe.FOREIGN_DATABASE,
            Isolation.DATABASE,
            WatchFixture::pool,
            f -> List.of("GRANT CONNECT ON DATABASE croft_app TO " + f.home(f.inDatabase).login()),
            f ->
                List.of(
                    "REVOKE CONNECT ON DATABASE croft_app FROM " + f.home(f.inDatabase).login())));
  }

  private static Mutation schemaOpenTo(Isolation seenIn, String role) {
    return new Mutation(
        Probe.FOREIGN_SCHEMA,
        seenIn,
        WatchFixture::pool,
        f ->
            rights(
                f,
                "GRANT USAGE ON SCHEMA %s TO " + role,
                "GRANT SELECT ON %s.croft_canary TO " + role),
        f ->
            rights(
                f,
                "REVOKE USAGE ON SCHEMA %s FROM " + role,
                "REVOKE SELECT ON %s.croft_canary FROM " + role));
  }

  private static List<String> rights(WatchFixture f, String onSchema, String onTable) {
    return Stream.of(f.inSchema, f.inOtherSchema)
        .map(tenant -> f.home(tenant).schema())
        .flatMap(schema -> Stream.of(onSchema.formatted(schema), onTable.formatted(schema)))
        .toList();
  }

  private static Mutation databaseOpen(Isolation seenIn) {
    return new Mutation(
        Probe.FOREIGN_DATABASE,
        seenIn,
        WatchFixture::pool,
        f -> databases(f, "GRANT CONNECT ON DATABASE %s TO PUBLIC"),
        f -> databases(f, "REVOKE CONNECT ON DATABASE %s FROM PUBLIC"));
  }

  private static List<String> databases(WatchFixture f, String sql) {
    return Stream.of(f.inDatabase, f.inOtherDatabase)
        .map(tenant -> sql.formatted(f.home(tenant).database()))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("mutations")
  void raisesItsAlarmWhenItsDefenceIsGone(Mutation mutation) throws Exception {
    Placement where = mutation.where().apply(FIXTURE);
    RoundReport harmed;
    try {
      run(where, mutation.harm().apply(FIXTURE));
      harmed = FIXTURE.round();
    } finally {
      undo(where, mutation.undo().apply(FIXTURE));
    }
    assertThat(WatchFixture.of(harmed, mutation.probe()))
        .anySatisfy(
            result -> {
              assertThat(result.outcome()).isEqualTo(ProbeOutcome.ALARM);
              assertThat(result.isolation()).isEqualTo(mutation.isolation());
            });
    assertThat(harmed.round().orElseThrow().alarms()).isPositive();
    WatchFixture.assertAllHeld(FIXTURE.round());
  }

  /** Undoes what was done; without statements, the gate itself was edited. */
  private static void undo(Placement where, List<String> statements) throws SQLException {
    run(where, statements);
    if (statements.isEmpty()) {
      try (Connection superuser = FIXTURE.fleet.superuser(where)) {
        Gate.install(superuser);
      }
    }
  }

  private static void run(Placement where, List<String> statements) {
    FIXTURE.sql(
        where, Stream.concat(Stream.of(SILENT), statements.stream()).toArray(String[]::new));
  }

  @Test
  void everyProbeButTheCanarysOwnRowIsSeenToAlarm() {
    Set<Probe> seen = mutations().map(Mutation::probe).collect(Collectors.toSet());
    assertThat(EnumSet.complementOf(EnumSet.copyOf(seen))).containsExactly(Probe.OWN_ROW);
  }

  @Test
  void noEvidenceHoldsTheContentsOfARow() {
    FIXTURE.sql(
        FIXTURE.pool(),
        SILENT,
        "UPDATE app.account SET name = 'hush-hush-' || id",
        "DROP POLICY croft_tenant ON app.account",
        "DROP POLICY croft_tenant ON app.croft_canary");
    try {
      assertThat(FIXTURE.round().results())
          .extracting(ProbeResult::evidence)
          .anySatisfy(evidence -> assertThat(evidence).contains("app.account"))
          .noneSatisfy(evidence -> assertThat(evidence).contains("hush"))
          .noneSatisfy(evidence -> assertThat(evidence).contains("croft-watch:"));
    } finally {
      FIXTURE.sql(FIXTURE.pool(), "SELECT croft.protect_pool('app')");
    }
    WatchFixture.assertAllHeld(FIXTURE.round());
  }
}

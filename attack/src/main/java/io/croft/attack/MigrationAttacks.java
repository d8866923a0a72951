package io.croft.attack;

import static io.croft.core.Isolation.POOL;

import io.croft.core.CroftException;
import io.croft.gate.Gate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** What a careless change of the application's schema could open. The attacker is who gains. */
final class MigrationAttacks {

  /** Each makes a schema in which some object would be open to other tenants. */
  private static final List<String> OPENINGS =
      List.of(
          "CREATE TABLE app.fresh (id bigint PRIMARY KEY)",
          "CREATE TABLE app.fresh (tenant_id uuid, id bigint PRIMARY KEY)",
          "CREATE TABLE app.fresh (tenant_id uuid NOT NULL DEFAULT croft.tenant(), id bigint)",
          "CREATE INDEX of_all ON app.croft_canary (mark)",
          "CREATE UNIQUE INDEX of_all ON app.croft_canary (mark, tenant_id)",
          "ALTER TABLE app.record ADD UNIQUE (id)",
          "ALTER TABLE app.line ADD COLUMN whose uuid,"
              + " ADD FOREIGN KEY (whose, record) REFERENCES app.record (tenant_id, id)",
          "CREATE MATERIALIZED VIEW app.fresh AS SELECT * FROM app.record",
          "CREATE TABLE app.fresh () INHERITS (app.record)",
          "CREATE FUNCTION app.fresh() RETURNS bigint LANGUAGE sql SECURITY DEFINER RETURN 1");

  /** Each would take a defence from a table that has it. */
  private static final List<String> CARELESS =
      List.of(
          "CREATE INDEX of_all ON app.croft_canary (mark)",
          "ALTER TABLE app.croft_canary ADD UNIQUE (mark)",
          "ALTER TABLE app.croft_canary DROP COLUMN tenant_id CASCADE",
          "DROP POLICY croft_tenant ON app.croft_canary",
          "DROP TRIGGER croft_guard ON app.croft_canary",
          "CREATE MATERIALIZED VIEW app.fresh AS SELECT * FROM app.croft_canary",
          "CREATE TABLE app.fresh () INHERITS (app.croft_canary)",
          "CREATE FUNCTION app.fresh() RETURNS bigint LANGUAGE sql SECURITY DEFINER RETURN 1");

  private static final Control EVENTS =
      Control.events("events-disabled", "the event triggers that protect new objects");

  private MigrationAttacks() {}

  static List<Attack> all() {
    return List.of(
        Attack.named("migration-opens-schema", "a migration adds what would be open to all")
            .from("matrix 15, 16, 22, 24, 46; the check before a server is changed")
            .in(POOL)
            .only(Safety.OWN_HOMES)
            .without(
                Control.database(
                    "schema-unchecked",
                    "the check of the application's schema",
                    """
                    CREATE OR REPLACE FUNCTION croft.find_unprotectable(in_schema text)
                    RETURNS TABLE (code text, object text, problem text)
                    LANGUAGE sql AS $$ SELECT '', '', '' WHERE false $$
                    """))
            .does(MigrationAttacks::open),
        Attack.named("new-table", "a migration adds a table by hand, without protecting it")
            .from("matrix 47; CVE-2025-48757 (Lovable), Moltbook 2026")
            .in(POOL)
            .only(Safety.OWN_HOMES)
            .without(EVENTS)
            .does(MigrationAttacks::readNewTable),
        Attack.named("careless-ddl", "an administrator's command takes a defence from a table")
            .from("matrix 20, 22, 46; Salesforce, 17 May 2019")
            .in(POOL)
            .only(Safety.OWN_HOMES)
            .without(EVENTS)
            .does(MigrationAttacks::change),
        Attack.named("view-of-the-owner", "a view works with the rights of the tables' owner")
            .from("matrix 13, 14")
            .in(POOL)
            .only(Safety.OWN_HOMES)
            .without(
                Control.database(
                    "not-forced",
                    "row security that is forced on the owner",
                    "ALTER TABLE croft_canary NO FORCE ROW LEVEL SECURITY"))
            .does(MigrationAttacks::readThroughView),
        Attack.named("careless-policy", "a second policy lets all rows through")
            .from("matrix 20; klai #878")
            .in(POOL)
            .only(Safety.OWN_HOMES)
            .without(
                Control.database(
                    "policy-permissive",
                    "a policy that restricts",
                    "DROP POLICY croft_tenant ON croft_canary;"
                        + "CREATE POLICY croft_tenant ON croft_canary"
                        + " USING (tenant_id = (SELECT croft.tenant()))"))
            .does(MigrationAttacks::readPastPolicy),
        Attack.named("partition-by-name", "a partition is read by its own name")
            .from("matrix 46")
            .in(POOL)
            .only(Safety.OWN_HOMES)
            .without(
                Control.database(
                    "partition-open",
                    "row security of a partition",
                    "ALTER TABLE visit_late DISABLE ROW LEVEL SECURITY"))
            .does(MigrationAttacks::readPartition),
        Attack.named("definer-search-path", "the gate's functions meet objects of the caller")
            .from("matrix 50, 51; CVE-2023-32305, CVE-2025-31480 (aiven-extras)")
            .in(POOL)
            .only(Safety.OWN_HOMES)
            .without(
                Control.database(
                    "definer-unpinned",
                    "the pinned search path of enter",
                    "ALTER FUNCTION croft.enter RESET search_path"))
            .does(MigrationAttacks::shadow));
  }

  private static void open(Trial trial) throws SQLException {
    Connection admin = trial.admin();
    Events.disable(admin);
    for (String opening : OPENINGS) {
      admin.setAutoCommit(false);
      Sql.run(admin, opening);
      try {
        Gate.checkSchema(admin, "app");
        trial.answers().through(opening);
      } catch (CroftException refused) {
        trial.answers().nothing(refused.code().code());
      }
      admin.rollback();
    }
  }

  /** An administrator has given the pool's login every table to come, as is often done. */
  private static void readNewTable(Trial trial) throws SQLException {
    Connection admin = trial.admin();
    Sql.run(
        admin,
        "ALTER DEFAULT PRIVILEGES IN SCHEMA app GRANT SELECT, INSERT, UPDATE ON TABLES TO croft_pool");
    for (String form :
        List.of(
            "CREATE TABLE app.fresh (tenant_id uuid, mark text)",
            "CREATE TABLE app.fresh (LIKE app.croft_canary INCLUDING ALL)",
            "CREATE TABLE app.fresh AS SELECT * FROM app.croft_canary")) {
      Sql.run(admin, form);
      Connection own = trial.inside(trial.own());
      Sql.run(
          admin, trial.fill("INSERT INTO app.fresh (tenant_id, mark) VALUES ('{tenant}', 'x')"));
      String read = trial.fill("SELECT count(*) FROM app.fresh WHERE tenant_id <> '{own}'");
      trial.mustReachNothing(form, () -> Sql.number(own, read), "42501");
      own.rollback();
      Sql.run(admin, "DROP TABLE app.fresh");
    }
  }

  private static void change(Trial trial) throws SQLException {
    Connection admin = trial.admin();
    for (String statement : CARELESS) {
      admin.setAutoCommit(false);
      trial.mustRefuse(statement, () -> Sql.run(admin, statement), "TN008");
      admin.rollback();
    }
    admin.setAutoCommit(true);
    for (String mended :
        List.of(
            "ALTER TABLE app.croft_canary DISABLE ROW LEVEL SECURITY",
            "ALTER POLICY croft_tenant ON app.croft_canary USING (true)")) {
      Sql.run(admin, mended);
      countForeign(trial, "croft_canary");
    }
  }

  private static void readThroughView(Trial trial) throws SQLException {
    trial.plant(
        "CREATE VIEW app.fresh AS SELECT * FROM app.croft_canary;"
            + "ALTER VIEW app.fresh OWNER TO croft_app_owner;"
            + "GRANT SELECT ON app.fresh TO croft_pool");
    countForeign(trial, "fresh");
  }

  private static void readPastPolicy(Trial trial) throws SQLException {
    trial.plant("CREATE POLICY careless ON app.croft_canary USING (true)");
    countForeign(trial, "croft_canary");
  }

  private static void readPartition(Trial trial) throws SQLException {
    Connection victim = trial.inside(trial.victim());
    Sql.run(victim, "INSERT INTO visit (day) VALUES ('2025-01-01'), ('2026-06-01')");
    victim.commit();
    countForeign(trial, "visit_early");
    countForeign(trial, "visit_late");
    countForeign(trial, "visit");
  }

  private static void countForeign(Trial trial, String relation) throws SQLException {
    Connection own = trial.inside(trial.own());
    String read = "SELECT count(*) FROM %s WHERE tenant_id <> '{own}'".formatted(relation);
    trial.mustReachNothing(relation, () -> Sql.number(own, trial.fill(read)));
    own.rollback();
  }

  /** The clock of the caller says that an old seal is fresh. */
  private static void shadow(Trial trial) throws SQLException {
    trial.plant(
        "CREATE SCHEMA shadow; GRANT USAGE ON SCHEMA shadow TO PUBLIC;"
            + "CREATE FUNCTION shadow.clock_timestamp() RETURNS timestamptz LANGUAGE sql"
            + " RETURN pg_catalog.clock_timestamp() - interval '1 hour'");
    Connection own = trial.outside();
    own.setAutoCommit(false);
    Sql.run(own, "SET LOCAL search_path = shadow, pg_catalog, app, pg_temp");
    byte[] old = SealAttacks.sealedAgo(trial, own, Duration.ofHours(1));
    trial.mustReachNothing(
        "an old seal",
        () -> {
          Sql.call(own, "SELECT croft.enter(?, 'app, pg_temp')", old);
          return Sql.number(own, "SELECT count(*) FROM app.croft_canary");
        },
        "TN003");
    own.rollback();
  }
}

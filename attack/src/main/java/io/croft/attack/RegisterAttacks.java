package io.croft.attack;

import static io.croft.core.Isolation.POOL;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import org.postgresql.PGProperty;
import org.postgresql.PGStatement;

/** Attacks on where the gate remembers, for one transaction, which tenant has entered. */
final class RegisterAttacks {

  static final String NO_TENANT = "TN006";

  private static final Control GRANTED =
      Control.server(
          "register-granted",
          "the register that only the gate may set",
          "GRANT SET ON PARAMETER backtrace_functions TO {ownlogin}",
          "REVOKE SET ON PARAMETER backtrace_functions FROM {ownlogin}");

  private static final Control SILENT =
      Control.database(
          "tenant-silent",
          "croft.tenant() that raises when nobody has entered",
          """
          CREATE OR REPLACE FUNCTION croft.login_tenant() RETURNS uuid
          LANGUAGE sql STABLE RETURN NULL::uuid
          """);

  private static final Control OF_SESSION =
      Control.function(
          "register-of-session",
          "the register's end with the transaction",
          "write_register",
          "|| remark, true)",
          "|| remark, false)");

  private static final Control IMMUTABLE =
      Control.database(
          "tenant-immutable",
          "croft.tenant() that is asked anew by every transaction",
          """
          CREATE OR REPLACE FUNCTION croft.tenant() RETURNS uuid LANGUAGE plpgsql IMMUTABLE AS $$
          BEGIN
            RETURN current_setting('backtrace_functions')::uuid;
          END
          $$
          """);

  private static final Control READER_UNMARKED =
      Control.function(
          "reader-unmarked",
          "the mark of a transaction that entered as a reader",
          "enter",
          "THEN 'r' ELSE",
          "THEN '' ELSE");

  /** Everything that might write the register, or get behind it. */
  private static final List<String> WRITES =
      List.of(
          "SET LOCAL backtrace_functions = '{hex}'",
          "SET SESSION backtrace_functions = '{hex}'",
          "SELECT set_config('backtrace_functions', '{hex}', true)",
          "SELECT set_config('backtrace_functions', '{hex}', false)",
          "UPDATE pg_settings SET setting = '{hex}' WHERE name = 'backtrace_functions'",
          "DO $$ BEGIN PERFORM set_config('backtrace_functions', '{hex}', true); END $$",
          "DO $$ BEGIN EXECUTE 'SET LOCAL backtrace_functions = ''{hex}'''; END $$",
          "WITH w AS MATERIALIZED (SELECT set_config('backtrace_functions', '{hex}', true))"
              + " SELECT * FROM w",
          "SET LOCAL backtrace_functions = 'm1'",
          "SET LOCAL backtrace_functions = ''",
          "SET LOCAL backtrace_functions = DEFAULT",
          "RESET backtrace_functions");

  /** Everything that might change what the register is, for this login or for all. */
  private static final List<String> DEFINITIONS =
      List.of(
          "ALTER ROLE CURRENT_USER SET backtrace_functions = '{hex}'",
          "ALTER ROLE CURRENT_USER SET backtrace_functions FROM CURRENT",
          "ALTER ROLE CURRENT_USER IN DATABASE {owndatabase} SET backtrace_functions = '{hex}'",
          "ALTER ROLE ALL SET backtrace_functions = '{hex}'",
          "ALTER DATABASE {owndatabase} SET backtrace_functions = '{hex}'",
          "GRANT SET ON PARAMETER backtrace_functions TO {ownlogin}",
          "ALTER FUNCTION croft.tenant() SET backtrace_functions = '{hex}'",
          "CREATE FUNCTION {ownschema}.f() RETURNS int LANGUAGE sql"
              + " SET backtrace_functions = '{hex}' RETURN 1",
          "CREATE OR REPLACE FUNCTION croft.tenant() RETURNS uuid LANGUAGE sql"
              + " RETURN '{tenant}'::uuid",
          "CREATE OR REPLACE FUNCTION croft.login_tenant() RETURNS uuid LANGUAGE sql"
              + " RETURN '{tenant}'::uuid",
          "DROP FUNCTION croft.tenant() CASCADE");

  /** What ends or undoes an entry; afterwards nobody is inside. */
  private static final List<String> ENDS =
      List.of(
          "COMMIT",
          "ROLLBACK",
          "COMMIT AND CHAIN",
          "ROLLBACK AND CHAIN",
          "RESET ALL",
          "COMMIT; BEGIN",
          "COMMIT; DISCARD ALL",
          "COMMIT; BEGIN ISOLATION LEVEL SERIALIZABLE READ ONLY");

  private RegisterAttacks() {}

  static List<Attack> all() {
    return List.of(
        Attack.named("register-set-config", "SQL of a tenant writes the register")
            .from("matrix 2, 3; set_config and some twenty other ways")
            .without(GRANTED)
            .does(t -> changes(t, WRITES)),
        Attack.named("register-redefined", "SQL of a tenant changes what the register means")
            .from("matrix 3, 41; settings of a role or database, and the gate's own functions")
            .only(Safety.OWN_SERVER)
            .without(
                Control.server(
                    "owner-granted",
                    "a login that is no member of the gate's owner",
                    "GRANT croft_owner TO {ownlogin}",
                    "REVOKE croft_owner FROM {ownlogin}"))
            .does(t -> changes(t, DEFINITIONS)),
        Attack.named("register-at-startup", "a connection brings the register with it")
            .from("matrix 3 (PGOPTIONS)")
            .without(GRANTED)
            .does(RegisterAttacks::bring),
        Attack.named("register-outlives-transaction", "a tenant stays inside after its transaction")
            .from("matrix 4, 6; trap 10; klai #133; rustango #1224")
            .only(Safety.OWN_SERVER)
            .in(POOL)
            .without(OF_SESSION)
            .does(RegisterAttacks::outlive),
        Attack.named("stacked-statements", "injected text ends the transaction and goes on")
            .from("matrix 12")
            .only(Safety.OWN_SERVER)
            .in(POOL)
            .without(OF_SESSION)
            .does(RegisterAttacks::stack),
        Attack.named("no-tenant", "a statement of a session that nobody has entered")
            .from("matrix 1; FerroEHR #110; apartment-sidekiq #27")
            .in(POOL)
            .without(SILENT)
            .does(RegisterAttacks::nobody),
        Attack.named("savepoint-around-enter", "an entry is rolled back to a savepoint before it")
            .from("matrix 4; hole 8")
            .in(POOL)
            .without(SILENT)
            .does(RegisterAttacks::rollBack),
        Attack.named("cached-plan", "a plan made for one tenant serves the next")
            .from("matrix 21, 49, 53; CVE-2024-10976")
            .only(Safety.OWN_SERVER)
            .in(POOL)
            .without(IMMUTABLE)
            .does(RegisterAttacks::reusePlan),
        Attack.named("reader-turns-writer", "a reader's transaction is turned into a writer's")
            .from("hole 6")
            .in(POOL)
            .without(READER_UNMARKED)
            .does(RegisterAttacks::turnWriter));
  }

  private static void changes(Trial trial, List<String> statements) throws SQLException {
    String reached =
        trial.inPool()
            ? "SELECT count(*) FROM croft_canary WHERE tenant_id = '{tenant}'"
            : "SELECT count(*) WHERE croft.tenant() = '{tenant}'";
    trial.eachRefused(
        statements,
        own -> Sql.number(own, trial.fill(reached)),
        "42501",
        "42704",
        "TN006",
        "22P02");
  }

  private static void bring(Trial trial) {
    Properties planted = trial.ground().properties(trial.own().home());
    String options = PGProperty.OPTIONS.getOrDefault(planted);
    PGProperty.OPTIONS.set(
        planted, options + " -c backtrace_functions=" + trial.victim().home().tenant().hex());
    trial.mustRefuse(
        "backtrace_functions as a startup option",
        () -> trial.ground().login(trial.own().home(), planted).close(),
        "42501");
  }

  private static void outlive(Trial trial) throws SQLException {
    for (String end : ENDS) {
      Connection own = trial.inside(trial.own());
      Sql.run(own, end);
      trial.mustReachNothing(end, () -> rows(own), NO_TENANT);
      own.rollback();
    }
    Connection own = trial.inside(trial.own());
    own.commit();
    own.setAutoCommit(true);
    String commitInside = "DO $$ BEGIN COMMIT; PERFORM 1 FROM croft_canary; END $$";
    trial.mustRefuse(commitInside, () -> Sql.run(own, commitInside), NO_TENANT);
  }

  private static void stack(Trial trial) throws SQLException {
    String text = "SELECT 1; COMMIT; BEGIN; SELECT count(*) FROM croft_canary";
    for (Protocol protocol : Protocol.values()) {
      Connection own = trial.outside(trial.own(), protocol);
      trial.begin(own, trial.own());
      trial.mustRefuse("as a statement", () -> Sql.run(own, text), NO_TENANT);
      trial.begin(own, trial.own());
      String bound = "SELECT ?; COMMIT; BEGIN; SELECT count(*) FROM croft_canary";
      trial.mustRefuse("with bound values", () -> Sql.call(own, bound, 1), NO_TENANT);
      own.rollback();
    }
  }

  private static void nobody(Trial trial) throws SQLException {
    for (Protocol protocol : Protocol.values()) {
      Connection own = trial.outside(trial.own(), protocol);
      for (String statement :
          List.of(
              "SELECT * FROM croft_canary",
              "INSERT INTO croft_canary (mark) VALUES ('nobody')",
              "UPDATE croft_canary SET mark = mark",
              "DELETE FROM croft_canary",
              "SELECT croft.tenant()")) {
        own.setAutoCommit(false);
        trial.mustRefuse(statement, () -> Sql.run(own, statement), NO_TENANT);
        own.rollback();
      }
    }
  }

  private static void rollBack(Trial trial) throws SQLException {
    Connection own = trial.outside();
    own.setAutoCommit(false);
    Sql.run(own, "SAVEPOINT before");
    trial.ground().enter(own, trial.own(), true);
    Sql.run(own, "ROLLBACK TO before");
    trial.mustRefuse("ROLLBACK TO", () -> rows(own), NO_TENANT);
    own.rollback();
  }

  /** The driver's named statement keeps its plan in the session while the tenants change. */
  private static void reusePlan(Trial trial) throws SQLException {
    Connection shared = trial.inside(trial.own());
    Sql.run(shared, "SET LOCAL plan_cache_mode = force_generic_plan");
    String foreign = "SELECT count(*) FROM croft_canary WHERE mark = ?";
    try (PreparedStatement count = shared.prepareStatement(foreign)) {
      count.unwrap(PGStatement.class).setPrepareThreshold(1);
      count.setString(1, trial.own().mark());
      count.executeQuery().close();
      shared.commit();
      trial.begin(shared, trial.victim());
      Sql.run(shared, "SET LOCAL plan_cache_mode = force_generic_plan");
      trial.mustReachNothing(
          "the plan of the tenant before",
          () -> {
            try (var row = count.executeQuery()) {
              row.next();
              return row.getLong(1);
            }
          });
      shared.rollback();
    }
  }

  private static void turnWriter(Trial trial) throws SQLException {
    Connection own = trial.outside();
    Sql.run(own, "BEGIN ISOLATION LEVEL REPEATABLE READ");
    Sql.run(own, "SAVEPOINT s");
    Sql.run(own, "SET TRANSACTION READ ONLY");
    trial.ground().enter(own, trial.own(), true);
    Sql.run(own, "RELEASE s");
    trial.mustRefuse(
        "a write after the release",
        () -> Sql.run(own, "UPDATE croft_canary SET mark = mark"),
        "TN007");
    Sql.run(own, "ROLLBACK");
  }

  private static long rows(Connection connection) throws SQLException {
    return Sql.number(connection, "SELECT count(*) FROM croft_canary");
  }
}

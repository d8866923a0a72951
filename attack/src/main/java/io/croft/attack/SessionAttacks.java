package io.croft.attack;

import static io.croft.core.Isolation.POOL;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGStatement;

/** What one tenant leaves in a session that the pool's login uses for the next. */
final class SessionAttacks {

  private static final String NOT_CLEAN = "TN005";
  private static final String READ = "SELECT mark FROM croft_canary";

  private static final Control CURSORS =
      check(
          "cursors-unchecked",
          "cursors",
          "OR EXISTS (SELECT FROM pg_cursor() c WHERE c.name <> '')",
          "");

  private static final Control STATEMENTS =
      check(
          "statements-unchecked",
          "SQL-level prepared statements",
          "EXISTS (SELECT FROM pg_prepared_statement() s WHERE s.from_sql)",
          "false");

  private SessionAttacks() {}

  private static Control check(String id, String what, String text, String by) {
    return Control.function(
        id, "the check of enter for " + what + " in the session", "enter", text, by);
  }

  static List<Attack> all() {
    return List.of(
        pool("prepared-statement-hijack", "the driver's named statement is replaced for the next")
            .from("matrix 8; PgBouncer's PGBOUNCER_n likewise")
            .only(Safety.OWN_SERVER)
            .without(STATEMENTS)
            .does(SessionAttacks::hijack),
        pool("named-enter-hijack", "the statement that enters is replaced, to copy the next seal")
            .from("trap 9")
            .only(Safety.OWN_SERVER)
            .without(
                Control.client(
                    "enter-named",
                    "the unnamed statement by which the client enters",
                    Weakness.NAMED_ENTER))
            .does(SessionAttacks::hijackEnter),
        pool("cursor-with-hold", "rows are left behind in a cursor for the next tenant")
            .from("matrix 9")
            .only(Safety.OWN_SERVER)
            .without(CURSORS)
            .does(SessionAttacks::hold),
        pool("cursor-across-tenants", "an open cursor is carried into another entry")
            .from("hole 10")
            .without(CURSORS)
            .does(SessionAttacks::carry),
        pool("second-enter", "a second tenant enters the same transaction")
            .from("matrix 5")
            .without(
                Control.function(
                    "enter-twice",
                    "one tenant in a transaction",
                    "enter",
                    "croft.register() <> ''",
                    "false"))
            .does(SessionAttacks::enterTwice),
        left(
            "role-left-behind",
            "SET ROLE croft_pool",
            check("role-unchecked", "a role", "OR current_setting('role') <> 'none'", "")),
        left(
            "row-security-left-behind",
            "SET row_security = off",
            check(
                "row-security-unchecked",
                "row_security",
                "OR current_setting('row_security') <> 'on'",
                "")),
        left(
            "string-escapes-left-behind",
            "SET standard_conforming_strings = off",
            check(
                "string-escapes-unchecked",
                "string escapes",
                "OR current_setting('standard_conforming_strings') <> 'on'",
                "")),
        left(
            "search-path-left-behind",
            "SET search_path = public, app, pg_temp",
            check(
                "search-path-unchecked",
                "the search path",
                "OR session_path IS DISTINCT FROM 'app, pg_temp'",
                "")),
        Attack.named("temporary-objects", "a temporary object is left, or shadows a table")
            .from("matrix 10, 50")
            .without(
                Control.database(
                    "temp-granted",
                    "the missing right TEMP on the database",
                    "GRANT TEMP ON DATABASE {owndatabase} TO {ownlogin}"))
            .does(
                t ->
                    t.eachRefused(
                        List.of(
                            "CREATE TEMP TABLE croft_canary (id int)",
                            "CREATE TEMP TABLE mine AS SELECT * FROM croft_canary",
                            "SELECT * INTO TEMP mine FROM croft_canary",
                            "CREATE TEMP SEQUENCE mine",
                            "CREATE TEMP VIEW mine AS SELECT 1",
                            "CREATE FUNCTION pg_temp.f() RETURNS int LANGUAGE sql RETURN 1"),
                        Trial.Gain.ACCEPTED,
                        "42501",
                        "3F000")));
  }

  private static Attack.Builder pool(String id, String title) {
    return Attack.named(id, title).in(POOL);
  }

  /** The next tenant must be refused in a session that was left like that. */
  private static Attack left(String id, String state, Control control) {
    return pool(id, state + " is left for the next tenant")
        .from("matrix 11; klai #133")
        .only(Safety.OWN_SERVER)
        .without(control)
        .does(
            trial -> {
              Connection shared = trial.inside(trial.own());
              Sql.run(shared, state);
              shared.commit();
              trial.mustRefuse(
                  "the next tenant after " + state,
                  () -> trial.begin(shared, trial.victim()),
                  NOT_CLEAN);
              shared.rollback();
            });
  }

  /**
   * The application's unchanged code runs a statement that the driver has prepared under a name;
   * the attacker has put another one under that name.
   */
  private static void hijack(Trial trial) throws SQLException {
    Connection shared = trial.inside(trial.own());
    try (PreparedStatement application = shared.prepareStatement(READ)) {
      application.unwrap(PGStatement.class).setPrepareThreshold(1);
      marks(application);
      String name =
          Sql.text(shared, "SELECT name FROM pg_prepared_statements WHERE statement = ?", READ);
      Sql.run(shared, "DEALLOCATE \"%s\"".formatted(name));
      Sql.run(
          shared,
          "PREPARE \"%s\" AS UPDATE croft_canary SET mark = 'taken ' || id RETURNING mark"
              .formatted(name));
      shared.commit();
      trial.mustReachNothing(
          "the victim's own statement",
          () -> {
            trial.begin(shared, trial.victim());
            return marks(application).stream().filter(mark -> mark.startsWith("taken")).count();
          },
          NOT_CLEAN);
    }
    shared.rollback();
  }

  private static List<String> marks(PreparedStatement statement) throws SQLException {
    List<String> marks = new java.util.ArrayList<>();
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        marks.add(rows.getString(1));
      }
    }
    return marks;
  }

  /** The replaced statement writes the seal where the attacker can read it, and lets nobody in. */
  private static void hijackEnter(Trial trial) throws SQLException {
    Connection shared = trial.inside(trial.own());
    List<String> named =
        Sql.column(
            shared,
            "SELECT name FROM pg_prepared_statements WHERE NOT from_sql AND statement LIKE '%enter%'"
                + " AND statement NOT LIKE '%pg_prepared%'");
    String name = named.isEmpty() ? "S_99" : named.get(0);
    if (!named.isEmpty()) {
      Sql.run(shared, "DEALLOCATE \"%s\"".formatted(name));
    }
    Sql.run(
        shared,
        "PREPARE \"%s\" (bytea) AS SELECT set_config('croft_attack.loot', encode($1, 'hex'), false)"
            .formatted(name));
    shared.commit();
    trial.mustReachNothing(
        "the seal of the next tenant",
        () -> {
          trial.begin(shared, trial.victim());
          String loot = Sql.text(shared, "SELECT current_setting('croft_attack.loot', true)");
          return loot.contains(trial.victim().home().tenant().hex()) ? 1 : 0;
        },
        NOT_CLEAN);
    shared.rollback();
  }

  private static void hold(Trial trial) throws SQLException {
    Connection shared = trial.inside(trial.own());
    Sql.run(shared, "DECLARE loot CURSOR WITH HOLD FOR SELECT mark FROM croft_canary ORDER BY id");
    shared.commit();
    trial.mustReachNothing("rows of the tenant before", () -> fetched(trial, shared), NOT_CLEAN);
    shared.rollback();
  }

  private static void carry(Trial trial) throws SQLException {
    Connection shared = trial.inside(trial.own());
    Sql.run(shared, "DECLARE loot CURSOR FOR SELECT mark FROM croft_canary ORDER BY id");
    Sql.run(shared, "FETCH 1 FROM loot");
    Sql.run(shared, "RESET ALL");
    trial.mustReachNothing(
        "rows of the first tenant",
        () -> {
          trial.ground().enter(shared, trial.victim(), true);
          return own(trial, Sql.text(shared, "FETCH 1 FROM loot"));
        },
        NOT_CLEAN);
    shared.rollback();
  }

  private static long fetched(Trial trial, Connection shared) throws SQLException {
    trial.begin(shared, trial.victim());
    return own(trial, Sql.text(shared, "FETCH 1 FROM loot"));
  }

  private static long own(Trial trial, String mark) {
    return trial.own().marks().contains(mark) ? 1 : 0;
  }

  private static void enterTwice(Trial trial) throws SQLException {
    Connection own = trial.inside(trial.own());
    trial.mustReachNothing(
        "the victim after oneself",
        () -> {
          trial.ground().enter(own, trial.victim(), true);
          return Sql.number(
              own, trial.fill("SELECT count(*) FROM croft_canary WHERE tenant_id = '{tenant}'"));
        },
        "TN004");
    own.rollback();
  }
}

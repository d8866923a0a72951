package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.tools.Needs;
import io.croft.tools.PgBouncer;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The gate behind PgBouncer in transaction mode with one connection for each login: what refuses
 * there, what PgBouncer must do itself, and what is left.
 */
@Needs("pgbouncer")
class PoolerIT {

  private static final String BACKEND = "SELECT pg_backend_pid()";
  private static final String LOOKUP =
      "SELECT rolname, rolpassword FROM pg_catalog.pg_authid WHERE rolname = $1";

  private static GateDatabase database;
  private static PgBouncer usual;
  private static PgBouncer cleaning;

  @BeforeAll
  static void start() throws SQLException {
    database = GateDatabase.create();
    usual = before().start();
    cleaning = before().setting("server_reset_query_always", "1").start();
  }

  @AfterAll
  static void stop() throws SQLException {
    cleaning.close();
    usual.close();
    database.drop();
  }

  @ParameterizedTest
  @ValueSource(strings = {"extended", "simple"})
  void entersWithASealForTheBackendThatServesTheTransaction(String mode) throws SQLException {
    try (Connection own = connect(usual, "croft_app", mode)) {
      begin(own);
      Sql.run(own, "SELECT croft.enter(?)", seal(database.ann(), backend(own)));
      assertThat(Sql.column(own, "SELECT DISTINCT tenant_id FROM customer"))
          .containsExactly(database.ann().tenant().toString());
      own.commit();
      assertThat(Sql.state(own, "SELECT * FROM app.customer")).isEqualTo(GateState.NO_TENANT);
    }
  }

  @Test
  void refusesASealForTheNumberThatThePoolerTells() throws SQLException {
    try (Connection own = connect(usual)) {
      begin(own);
      assertThat(Sql.state(() -> database.enter(own, database.ann())))
          .isEqualTo(GateState.SEAL_REJECTED);
    }
  }

  @Test
  void aStolenSealIsWorthNothingOnAnotherBackend() throws SQLException {
    try (Connection victim = connect(usual);
        Connection thief = connect(cleaning)) {
      begin(victim);
      byte[] bound = seal(database.ann(), backend(victim));
      begin(thief);
      assertThat(Sql.state(thief, "SELECT croft.enter(?)", bound))
          .isEqualTo(GateState.SEAL_REJECTED);
    }
  }

  @Test
  void aSealOfNoBackendCouldBeReplayedForItsSeconds() throws SQLException {
    byte[] unbound = seal(database.ann(), 0);
    try (Connection victim = connect(usual);
        Connection thief = connect(cleaning)) {
      for (Connection any : new Connection[] {victim, thief}) {
        begin(any);
        assertThat(Sql.state(any, "SELECT croft.enter(?)", unbound)).isEqualTo(Sql.FINE);
      }
    }
  }

  /** States that would let one tenant's SQL run, or its rows be read, in another's transaction. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "PREPARE \"S_1\" AS SELECT 1",
        "DECLARE held CURSOR WITH HOLD FOR SELECT 1",
        "SET ROLE croft_pool",
        "SET row_security = off"
      })
  void refusesASessionThatAnotherClientHasSpoiled(String state) throws SQLException {
    String spoiled = leave(usual, state);
    try (Connection next = connect(usual)) {
      assertThat(begin(next)).isEqualTo(spoiled);
      assertThat(Sql.state(() -> enterHere(next))).isEqualTo(GateState.SESSION_NOT_CLEAN);
    }
    // Who leaves in a transaction takes the session along: the pooler has to make a new one.
    try (Connection afterwards = connect(usual)) {
      assertThat(begin(afterwards)).isNotEqualTo(spoiled);
      assertThat(Sql.state(() -> enterHere(afterwards))).isEqualTo(Sql.FINE);
    }
  }

  /** States that only PgBouncer can clean where a client does not do so itself. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SET statement_timeout = '7s' | SHOW statement_timeout | 7s | 0",
        "SET transform_null_equals = on | SHOW transform_null_equals | on | off",
        "SET default_transaction_read_only = on | SHOW transaction_read_only | on | off",
        "PREPARE kept AS SELECT 1 | SELECT count(*) FROM pg_prepared_statements | 1 | 0",
        "SET croft_test.secret = 'x' | SELECT concat(current_setting('croft_test.secret', true), '.')"
            + " | x. | ."
      })
  void passesSettingsOnUnlessThePoolerCleans(
      String state, String question, String passedOn, String cleaned) throws SQLException {
    for (PgBouncer bouncer : new PgBouncer[] {usual, cleaning}) {
      String backend = leave(bouncer, state);
      try (Connection next = connect(bouncer)) {
        String same = begin(next);
        assertThat(same).isEqualTo(backend);
        assertThat(Sql.text(next, question)).isEqualTo(bouncer == usual ? passedOn : cleaned);
        if (bouncer == cleaning) {
          assertThat(Sql.state(() -> enterHere(next))).isEqualTo(Sql.FINE);
        }
        next.rollback();
        Sql.run(next, "RESET ALL");
        Sql.run(next, "DEALLOCATE ALL");
        next.commit();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT pg_advisory_lock(1)",
        "SELECT * FROM pg_stat_activity",
        "SELECT * FROM pg_locks",
        "SELECT pg_terminate_backend(pg_backend_pid())",
        "CREATE TEMP TABLE customer (id int)",
        "SET ROLE croft_mover",
        "SELECT lo_create(0)"
      })
  void refusesWhatThePrimaryRefuses(String attack) throws SQLException {
    try (Connection own = connect(usual)) {
      begin(own);
      enterHere(own);
      assertThat(Sql.state(own, attack)).isEqualTo("42501");
    }
  }

  @Test
  void givesEachLoginABackendOfItsOwn() throws SQLException {
    Placement first = database.newHome(Isolation.SCHEMA);
    Placement second = database.newHome(Isolation.SCHEMA);
    try (Connection one = connect(usual, first.login(), "extended");
        Connection other = connect(usual, second.login(), "extended");
        Connection again = connect(usual, first.login(), "extended")) {
      String backend = Sql.text(one, BACKEND);
      assertThat(Sql.text(other, BACKEND)).isNotEqualTo(backend);
      one.commit();
      assertThat(Sql.text(again, BACKEND)).isEqualTo(backend);
      Sql.run(again, "SELECT croft.join()");
      assertThat(Sql.text(again, "SELECT croft.tenant()")).isEqualTo(first.tenant().toString());
      assertThat(Sql.state(again, "SELECT * FROM \"%s\".customer".formatted(second.schema())))
          .isEqualTo("42501");
    }
  }

  /** Lets a client enter, leave this state behind and go; returns the backend. */
  private static String leave(PgBouncer bouncer, String state) throws SQLException {
    try (Connection own = connect(bouncer)) {
      String backend = begin(own);
      enterHere(own);
      Sql.script(own, state);
      own.commit();
      return backend;
    }
  }

  /** Begins a transaction with the path of the pool; returns its backend. */
  private static String begin(Connection own) throws SQLException {
    own.setAutoCommit(false);
    Sql.run(own, "SET LOCAL search_path = app, pg_temp");
    return Sql.text(own, BACKEND);
  }

  private static void enterHere(Connection own) throws SQLException {
    Sql.run(own, "SELECT croft.enter(?)", seal(database.bob(), backend(own)));
  }

  private static int backend(Connection own) throws SQLException {
    return Math.toIntExact(Sql.number(own, BACKEND));
  }

  private static byte[] seal(Placement placement, int backend) {
    return new Sealer(GateServer.APPLICATION).seal(placement, backend);
  }

  private static Connection connect(PgBouncer bouncer) throws SQLException {
    return connect(bouncer, "croft_app", "extended");
  }

  private static Connection connect(PgBouncer bouncer, String login, String mode)
      throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("assumeMinServerVersion", "15");
    properties.setProperty("prepareThreshold", "0");
    properties.setProperty("preferQueryMode", mode);
    Connection connection =
        GateServer.connectTo(bouncer.jdbcUrl(database.name()), login, properties);
    connection.setAutoCommit(false);
    return connection;
  }

  private static PgBouncer.Builder before() {
    var server = GateServer.postgres();
    return PgBouncer.before(server.host(), server.port())
        .lookup(server.superuser(), server.password(), LOOKUP);
  }
}

package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The gate on a hot standby: reads are kept apart as on the primary, and stale by the lag. */
@DisabledIfSystemProperty(
    named = "croft.register",
    matches = "sequences",
    disabledReason = "nothing sets a sequence on a standby")
class StandbyIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);

  private static GateDatabase database;
  private static GateDatabase withSequences;
  private static Placement schemaHome;
  private static Placement otherSchemaHome;
  private static Placement databaseHome;
  private static EmbeddedPostgres standby;

  @BeforeAll
  static void start() throws SQLException {
    database = GateDatabase.create();
    schemaHome = database.newHome(Isolation.SCHEMA);
    otherSchemaHome = database.newHome(Isolation.SCHEMA);
    databaseHome = database.newHome(Isolation.DATABASE);
    withSequences = GateDatabase.create();
    try (Connection admin = withSequences.admin()) {
      Gate.install(admin, Register.SEQUENCES);
    }
    standby =
        EmbeddedPostgres.builder()
            .name("standby")
            .standbyOf(GateServer.postgres())
            .durable(false)
            .start();
    standby.catchUp(LIMIT);
  }

  @AfterAll
  static void stop() {
    standby.close();
  }

  static Stream<Placement> homes() {
    return Stream.of(database.ann(), schemaHome, databaseHome);
  }

  static Stream<Placement> ownHomes() {
    return Stream.of(schemaHome, databaseHome);
  }

  @ParameterizedTest
  @MethodSource("homes")
  void readsItsOwnRowsAtEachLevel(Placement home) throws SQLException {
    for (String level : new String[] {"READ COMMITTED", "REPEATABLE READ"}) {
      try (Connection own = connect(home)) {
        begin(own, home, "BEGIN ISOLATION LEVEL " + level);
        assertThat(Sql.column(own, "SELECT DISTINCT tenant_id FROM customer"))
            .containsExactly(home.tenant().toString());
        assertThat(Sql.text(own, "SELECT croft.tenant()")).isEqualTo(home.tenant().toString());
        assertThat(Sql.number(own, "SELECT count(*) FROM customer")).isEqualTo(3);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("ownHomes")
  void readsInAutocommitInAHomeOfItsOwn(Placement home) throws SQLException {
    try (Connection own = connect(home)) {
      assertThat(Sql.number(own, "SELECT count(*) FROM customer")).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @MethodSource("homes")
  void refusesWrites(Placement home) throws SQLException {
    for (String write :
        new String[] {
          "INSERT INTO customer (name) VALUES ('x')",
          "UPDATE customer SET name = 'x'",
          "DELETE FROM booking",
          "SELECT nextval('invoice_number')",
          "SET TRANSACTION READ WRITE"
        }) {
      try (Connection own = connect(home)) {
        begin(own, home, "BEGIN");
        assertThat(Sql.state(own, write)).as(write).isIn("25006", "0A000", "25001");
      }
    }
  }

  @Test
  void hasNoSerializableTransactions() throws SQLException {
    try (Connection own = connect(database.ann())) {
      assertThat(Sql.state(() -> begin(own, database.ann(), "BEGIN ISOLATION LEVEL SERIALIZABLE")))
          .isEqualTo("0A000");
    }
  }

  @Test
  void letsNobodyIntoThePoolWhereTheRegisterIsKeptInSequences() throws SQLException {
    try (Connection own = connect(withSequences.ann())) {
      assertThat(Sql.state(() -> withSequences.enter(own, withSequences.ann()))).isEqualTo("25006");
      assertThat(Sql.state(own, "SELECT * FROM customer")).isEqualTo(GateState.NO_TENANT);
    }
  }

  @Test
  void raisesWithoutATenant() throws SQLException {
    try (Connection nobody = connect(database.ann())) {
      assertThat(Sql.state(nobody, "SELECT * FROM customer")).isEqualTo(GateState.NO_TENANT);
    }
  }

  @Test
  void refusesForgedSealsSecondTenantsAndUsedSessions() throws SQLException {
    try (Connection own = connect(database.ann())) {
      byte[] forged = database.seal(database.bob(), own);
      forged[forged.length - 1] ^= 1;
      assertThat(Sql.state(own, "SELECT croft.enter(?)", forged))
          .isEqualTo(GateState.SEAL_REJECTED);
      begin(own, database.ann(), "BEGIN");
      assertThat(Sql.state(() -> database.enter(own, database.bob())))
          .isEqualTo(GateState.ALREADY_ENTERED);
      Sql.script(own, "ROLLBACK; PREPARE planted AS SELECT 1");
      assertThat(Sql.state(() -> database.enter(own, database.ann())))
          .isEqualTo(GateState.SESSION_NOT_CLEAN);
    }
  }

  @ParameterizedTest
  @MethodSource("io.croft.gate.RegisterIT#refused")
  void refusesWhatThePrimaryRefuses(String attack) throws SQLException {
    try (Connection own = connect(database.ann())) {
      begin(own, database.ann(), "BEGIN");
      Sql.run(own, "SAVEPOINT before");
      assertThat(
              Sql.state(() -> Sql.script(own, attack.replace("%s", database.bob().tenant().hex()))))
          .isNotEqualTo(Sql.FINE);
      Sql.run(own, "ROLLBACK TO before");
      assertOnlyAnn(own);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET app.tenant = '%s'",
        "SET LOCAL search_path = croft, app",
        "RESET ROLE",
        "SET SESSION AUTHORIZATION DEFAULT",
        "SET enable_indexscan = off",
        "SET plan_cache_mode = force_generic_plan"
      })
  void showsNothingMoreAfter(String statement) throws SQLException {
    try (Connection own = connect(database.ann())) {
      begin(own, database.ann(), "BEGIN");
      Sql.script(own, statement.replace("%s", database.bob().tenant().hex()));
      assertOnlyAnn(own);
    }
  }

  @ParameterizedTest
  @CsvSource({"SELECT * FROM %s.customer, 42501", "SET ROLE %s, 42501"})
  void keepsLoginsOutOfOtherHomes(String attack, String state) throws SQLException {
    try (Connection own = connect(schemaHome)) {
      String other = "\"" + otherSchemaHome.schema() + "\"";
      assertThat(Sql.state(own, attack.formatted(other))).isEqualTo(state);
    }
    String url = standby.jdbcUrl(databaseHome.database());
    for (Placement stranger : new Placement[] {schemaHome, database.ann()}) {
      assertThat(
              Sql.state(
                  () ->
                      GateServer.connectTo(url, stranger.login(), GateServer.options("app"))
                          .close()))
          .isEqualTo("42501");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"POOL", "SCHEMA", "DATABASE"})
  void keepsTenantsOutOnceItHasReplayedTheFenceAndTheSwitch(Isolation isolation)
      throws SQLException {
    Placement home = database.newHome(isolation);
    standby.catchUp(LIMIT);
    try (Attempt attempt = Attempt.on(database, home);
        Connection own = connect(home)) {
      pause(true);
      assertThat(attempt.fence()).isTrue();
      begin(own, home, "BEGIN");
      assertThat(Sql.number(own, "SELECT count(*) FROM customer"))
          .as("as stale as the standby")
          .isEqualTo(3);
      Sql.script(own, "ROLLBACK");
      pause(false);
      standby.catchUp(LIMIT);
      assertThat(Sql.state(() -> begin(own, home, "BEGIN"))).isEqualTo(GateState.FENCED);
      Sql.script(own, "ROLLBACK");
      assertThat(attempt.switchOver()).isTrue();
      standby.catchUp(LIMIT);
      assertThat(Sql.state(() -> begin(own, home, "BEGIN"))).isEqualTo(GateState.MOVED);
      Sql.script(own, "ROLLBACK");
      if (isolation != Isolation.POOL) {
        assertThat(Sql.state(own, "SELECT * FROM customer")).isIn("42501", "42P01");
      }
    } finally {
      pause(false);
    }
  }

  private static void assertOnlyAnn(Connection own) throws SQLException {
    assertThat(Sql.column(own, "SELECT DISTINCT tenant_id FROM app.customer"))
        .containsExactly(database.ann().tenant().toString());
  }

  private static void pause(boolean paused) throws SQLException {
    try (Connection admin = standby.connect("postgres")) {
      Sql.run(admin, "SELECT pg_wal_replay_" + (paused ? "pause()" : "resume()"));
      if (paused) {
        await()
            .until(
                () -> Sql.text(admin, "SELECT pg_get_wal_replay_pause_state()").equals("paused"));
      }
    }
  }

  private static Connection connect(Placement home) throws SQLException {
    return GateServer.connectTo(
        standby.jdbcUrl(home.database()), home.login(), GateServer.options(home.schema()));
  }

  /** Begins a transaction and lets the tenant in. */
  private static void begin(Connection own, Placement home, String begin) throws SQLException {
    Sql.script(own, begin);
    if (home.isolation() == Isolation.POOL) {
      database.enter(own, home);
    } else {
      Sql.run(own, "SELECT croft.join()");
    }
  }
}

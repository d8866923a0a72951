package io.croft.embedded;

import static io.croft.embedded.Queries.execute;
import static io.croft.embedded.Queries.login;
import static io.croft.embedded.Queries.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a hot standby promises. */
class StandbyIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String SLOTS = "SELECT slot_name FROM pg_replication_slots";
  private static final String LOGINS = "SELECT rolname FROM pg_roles WHERE rolreplication";

  private static EmbeddedPostgres primary;
  private static EmbeddedPostgres standby;

  @BeforeAll
  static void start() throws SQLException {
    primary =
        EmbeddedPostgres.builder()
            .name("primary")
            .durable(false)
            .setting("max_connections", "230")
            .start();
    execute(primary, "CREATE TABLE before (n int)");
    execute(primary, "INSERT INTO before SELECT generate_series(1, 10000)");
    standby = EmbeddedPostgres.builder().name("standby").standbyOf(primary).durable(false).start();
  }

  @AfterAll
  static void stop() {
    standby.close();
    primary.close();
  }

  @Test
  void hasWhatThePrimaryHad() throws SQLException {
    assertThat(query(standby, "SELECT pg_is_in_recovery()")).containsExactly("t");
    assertThat(query(standby, "SELECT count(*) FROM before")).containsExactly("10000");
  }

  @Test
  void followsThePrimary() throws SQLException {
    execute(primary, "CREATE TABLE after (n int)");
    execute(primary, "CREATE ROLE later LOGIN PASSWORD 'of-later'");
    for (int i = 1; i <= 20; i++) {
      execute(primary, "INSERT INTO after VALUES (" + i + ")");
      standby.catchUp(LIMIT);
      assertThat(query(standby, "SELECT max(n) FROM after")).containsExactly("" + i);
    }
    assertThat(login(standby.jdbcUrl("postgres"), "later", "of-later")).isEqualTo("later");
  }

  @Test
  void refusesWrites() {
    assertThatThrownBy(() -> execute(standby, "CREATE TABLE t (n int)"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("25006"));
  }

  @Test
  void findsItsWayAfterEitherServerRestarted() throws SQLException {
    primary.kill();
    primary.restart();
    execute(primary, "CREATE TABLE restarted (n int)");
    standby.catchUp(LIMIT);
    standby.restart();
    execute(primary, "INSERT INTO restarted VALUES (1)");
    standby.catchUp(LIMIT);
    assertThat(query(standby, "SELECT n FROM restarted")).containsExactly("1");
  }

  @Test
  void saysThatItHasNotCaughtUp() throws SQLException {
    execute(standby, "SELECT pg_wal_replay_pause()");
    try {
      assertThatThrownBy(() -> standby.catchUp(Duration.ofMillis(50)))
          .isInstanceOf(EmbeddedPostgresException.class)
          .hasMessageContaining("has not replayed");
    } finally {
      execute(standby, "SELECT pg_wal_replay_resume()");
    }
  }

  @Test
  void leavesNothingOnThePrimaryWhenItIsClosed() throws SQLException {
    Path data;
    try (EmbeddedPostgres second = EmbeddedPostgres.builder().standbyOf(primary).start()) {
      data = second.dataDirectory();
      assertThat(query(primary, SLOTS)).hasSize(2);
      assertThat(query(primary, LOGINS)).hasSize(3);
    }
    assertThat(query(primary, SLOTS)).hasSize(1);
    assertThat(query(primary, LOGINS)).hasSize(2);
    assertThat(data).doesNotExist();
  }

  @Test
  void keepsItsPasswordToItself() throws Exception {
    Path data = standby.dataDirectory();
    String password = Files.readString(data.resolve("upstream.password")).strip().split(":", 5)[4];
    assertThat(Files.readString(data.resolveSibling("postgresql.conf"))).doesNotContain(password);
    assertThat(query(standby, "SHOW primary_conninfo").get(0)).doesNotContain(password);
    assertThat(Files.getPosixFilePermissions(data.resolve("upstream.password"))).hasSize(2);
  }

  @Test
  void isAskedToCatchUpOnlyWhereThereIsAPrimary() {
    assertThatThrownBy(() -> primary.catchUp(LIMIT)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void keepsNoDataDirectory() {
    assertThatThrownBy(
            () ->
                EmbeddedPostgres.builder()
                    .standbyOf(primary)
                    .dataDirectory(Path.of("kept"))
                    .start())
        .isInstanceOf(IllegalStateException.class);
    assertThat(Path.of("kept")).doesNotExist();
  }
}

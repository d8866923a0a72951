package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Isolation levels and read-only transactions in the pool. */
class ReaderIT {

  private static final String WRITE = "INSERT INTO customer (name) VALUES ('written')";

  private static GateDatabase database;

  @BeforeAll
  static void createDatabase() throws SQLException {
    database = GateDatabase.create();
  }

  @ParameterizedTest
  @ValueSource(strings = {"READ UNCOMMITTED", "READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE"})
  void readsAndWritesAtEachIsolationLevel(String level) throws SQLException {
    try (Connection own = begin("ISOLATION LEVEL " + level)) {
      database.enter(own, database.ann());
      assertThat(Sql.number(own, "SELECT count(*) FROM customer")).isEqualTo(3);
      Sql.run(own, WRITE);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"READ COMMITTED", "REPEATABLE READ", "SERIALIZABLE", "SERIALIZABLE, DEFERRABLE"})
  void readsInReadOnlyTransactions(String level) throws SQLException {
    try (Connection own = begin("READ ONLY, ISOLATION LEVEL " + level)) {
      database.enter(own, database.ann());
      assertThat(Sql.number(own, "SELECT count(*) FROM customer")).isEqualTo(3);
      assertThat(Sql.text(own, "SELECT croft.tenant()"))
          .isEqualTo(database.ann().tenant().toString());
      assertThat(Sql.state(own, WRITE)).isEqualTo("25006");
    }
  }

  @ParameterizedTest
  @CsvSource({"REPEATABLE READ", "SERIALIZABLE"})
  void doesNotLetAReaderWriteWhenASavepointEnds(String level) throws SQLException {
    try (Connection own = begin("ISOLATION LEVEL " + level)) {
      Sql.run(own, "SAVEPOINT s");
      Sql.run(own, "SET TRANSACTION READ ONLY");
      database.enter(own, database.ann());
      Sql.run(own, "RELEASE s");
      assertThat(Sql.text(own, "SHOW transaction_read_only")).isEqualTo("off");
      assertThat(Sql.number(own, "SELECT count(*) FROM customer")).isEqualTo(3);
      assertThat(Sql.state(own, WRITE)).isEqualTo(GateState.READER);
    }
  }

  @Test
  void letsAReaderOfTheLatestStateWriteWhenASavepointEnds() throws SQLException {
    try (Connection own = begin("ISOLATION LEVEL READ COMMITTED")) {
      Sql.run(own, "SAVEPOINT s");
      Sql.run(own, "SET TRANSACTION READ ONLY");
      database.enter(own, database.ann());
      Sql.run(own, "RELEASE s");
      Sql.run(own, WRITE);
    }
  }

  @Test
  void doesNotLetAReaderWriteWhatASwitchLeftBehind() throws SQLException {
    Placement home = database.newHome(Isolation.POOL);
    try (Connection own = begin("ISOLATION LEVEL REPEATABLE READ");
        Attempt attempt = Attempt.on(database, home)) {
      Sql.run(own, "SELECT 1");
      attempt.fence();
      attempt.switchOver();
      Sql.run(own, "SAVEPOINT s");
      Sql.run(own, "SET TRANSACTION READ ONLY");
      database.enter(own, home);
      Sql.run(own, "RELEASE s");
      assertThat(Sql.state(own, WRITE)).isEqualTo(GateState.READER);
    }
  }

  private static Connection begin(String mode) throws SQLException {
    Connection connection = database.pool();
    Sql.script(connection, "BEGIN " + mode);
    return connection;
  }
}

package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A database of its own can be given other keys by the test. */
final class DatabaseKeyedStatementsIT extends KeyedStatementsContract {

  private static final String BY_BODY = "SELECT id - id + count(*) FROM note GROUP BY body";
  private static final String BY_ID = "SELECT body FROM note GROUP BY id";

  @Override
  Isolation isolation() {
    return Isolation.DATABASE;
  }

  private static void change(Placement home, String sql) throws SQLException {
    try (Connection admin = Cluster.admin(home)) {
      execute(admin, "SET search_path = " + home.schema() + ", public; " + sql);
    }
  }

  private static void keyByBody(Placement home) throws SQLException {
    change(
        home,
        "ALTER TABLE note DROP CONSTRAINT note_pkey, ADD PRIMARY KEY (tenant_id, body),"
            + " ADD UNIQUE (tenant_id, id)");
  }

  @Test
  void areRefusedOnceAfterAMigrationHasChangedTheKeys() throws SQLException {
    as(
        a,
        connection -> {
          upsert(connection, 1, "one");
          assertThat(strings(connection, BY_ID)).containsExactly("one");
          keyByBody(homeOfA);
          CroftDataSourceContract.assertState(() -> strings(connection, BY_BODY), "42803");
          assertThat(strings(connection, BY_BODY)).containsExactly("1");
          CroftDataSourceContract.assertState(() -> strings(connection, BY_ID), "42803");
          // A statement that is wrong for good does not cost a connection each time.
          long made = data.stats("one").total();
          for (int i = 0; i < 5; i++) {
            CroftDataSourceContract.assertState(() -> strings(connection, BY_ID), "42803");
          }
          assertThat(data.stats("one").total()).isEqualTo(made);
        });
  }

  @Test
  void areRefusedOnceHoweverManyConnectionsAreIdle() throws SQLException {
    as(a, connection -> upsert(connection, 1, "one"));
    as(a, one -> as(a, two -> as(a, three -> List.of(one, two, three).forEach(this::begin))));
    assertThat(data.stats("one").total()).isEqualTo(3);
    keyByBody(homeOfA);
    as(
        a,
        connection -> {
          CroftDataSourceContract.assertState(() -> strings(connection, BY_BODY), "42803");
          assertThat(strings(connection, BY_BODY)).containsExactly("1");
        });
  }

  private void begin(Connection connection) {
    try {
      connection.setAutoCommit(false);
      assertThat(bodies(connection)).containsExactly("one");
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void meetTheKeysOfANewHomeThatHasOthers() throws SQLException {
    as(
        a,
        connection -> {
          upsert(connection, 1, "one");
          try (PreparedStatement byBody = connection.prepareStatement(BY_BODY);
              PreparedStatement byId = connection.prepareStatement(BY_ID)) {
            CroftDataSourceContract.assertState(() -> first(byBody), "42803");
            assertThat(first(byId)).isEqualTo("one");
            HandMove move = HandMove.prepared(homeOfA, Isolation.DATABASE, "two");
            keyByBody(move.to);
            move.fence(Duration.ofSeconds(30)).copyAndSwitch();
            assertThat(first(byBody)).isEqualTo("1");
            CroftDataSourceContract.assertState(() -> first(byId), "42803");
          }
        });
  }

  @Test
  void areNotRunWhereTheKeysCannotBeRead() throws SQLException {
    change(homeOfA, "REVOKE SELECT ON pg_catalog.pg_constraint FROM PUBLIC");
    as(a, connection -> CroftDataSourceContract.assertState(() -> bodies(connection), "42501"));
    change(homeOfA, "GRANT SELECT ON pg_catalog.pg_constraint TO PUBLIC");
  }
}

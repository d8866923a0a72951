package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Statements that name a key by its columns, in every home: the tenant is one of the key's. */
abstract class KeyedStatementsContract extends TenantsOnServers {

  private static final String UPSERT =
      "INSERT INTO note (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body";
  private static final String GROUPED = "SELECT body || count(*) FROM note GROUP BY id ORDER BY 1";

  @Override
  CroftDataSource.Builder builder() {
    return super.builder().driverProperty("reWriteBatchedInserts", "true");
  }

  @Test
  void runInEveryWayToExecuteThem() throws SQLException {
    as(
        a,
        connection -> {
          upsert(connection, 1, "one");
          upsert(connection, 1, "uno");
          execute(
              connection,
              "INSERT INTO note (id, body) VALUES (1, 'no'), (2, 'two')"
                  + " ON CONFLICT (id) DO NOTHING; INSERT INTO note (body) VALUES ('uno')"
                  + " ON CONFLICT (body) DO NOTHING");
          try (Statement batch = connection.createStatement()) {
            batch.addBatch(UPSERT.replace("?, ?", "3, 'three'"));
            batch.addBatch(UPSERT.replace("?, ?", "3, 'tre'"));
            assertThat(batch.executeBatch()).containsExactly(1, 1);
          }
          assertThat(strings(connection, GROUPED)).containsExactly("tre1", "two1", "uno1");
        });
    assertThat(bodiesOf(b)).isEmpty();
  }

  @Test
  void runInRewrittenBatchesWithTheirParametersInOrder() throws SQLException {
    as(
        a,
        connection -> {
          try (PreparedStatement batch = connection.prepareStatement(UPSERT)) {
            for (int i = 0; i < 10; i++) {
              batch.setLong(1, i);
              batch.setString(2, "body " + i);
              batch.addBatch();
            }
            assertThat(batch.executeBatch()).hasSize(10);
          }
          assertThat(bodies(connection)).hasSize(10).startsWith("body 0").endsWith("body 9");
        });
  }

  @Test
  void returnTheKeysThatWereGenerated() throws SQLException {
    as(
        a,
        connection -> {
          assertThat(keys(connection, new String[] {"id"})).hasSize(1);
          assertThat(keys(connection, null)).hasSize(1);
          assertThat(keys(connection, new String[] {"body"})).containsExactly("once");
        });
  }

  private static List<String> keys(Connection connection, String[] columns) throws SQLException {
    String sql = "INSERT INTO note (body) VALUES (?) ON CONFLICT (body) DO UPDATE SET mood = 'sad'";
    try (PreparedStatement insert =
        columns == null
            ? connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS)
            : connection.prepareStatement(sql, columns)) {
      insert.setString(1, "once");
      insert.executeUpdate();
      List<String> keys = new ArrayList<>();
      try (ResultSet rows = insert.getGeneratedKeys()) {
        while (rows.next()) {
          keys.add(rows.getString(1));
        }
      }
      return keys;
    }
  }

  @Test
  void mayHoldEscapesOfJdbcAndOperatorsWithQuestionMarks() throws SQLException {
    as(
        a,
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO reading (id, day, word, flag, doc)"
                      + " VALUES (?, {d '2026-01-02'}, {fn ucase('on')}, '{\"a\": 1}'::jsonb ?? ?, ?::jsonb)"
                      + " ON CONFLICT (id) DO UPDATE SET word = {fn lcase(excluded.word)}, doc = ?::jsonb")) {
            for (int i = 0; i < 2; i++) {
              insert.setLong(1, 7);
              insert.setString(2, "a");
              insert.setString(3, "{\"third\": true}");
              insert.setString(4, "{\"fourth\": true}");
              insert.executeUpdate();
            }
          }
          assertThat(
                  strings(
                      connection,
                      "SELECT day || ' ' || word || ' ' || flag || ' ' || doc FROM reading r GROUP BY r.id"))
              .containsExactly("2026-01-02 on true {\"fourth\": true}");
        });
  }

  @Test
  void stayAsTheyAreWhereBackslashesEscapeInEveryLiteral() throws SQLException {
    as(
        a,
        connection -> {
          connection.setAutoCommit(false);
          execute(connection, "SET LOCAL standard_conforming_strings = off");
          CroftDataSourceContract.assertState(() -> upsert(connection, 1, "no"), "42P10");
          connection.rollback();
          upsert(connection, 1, "yes");
          connection.commit();
        });
  }

  @ParameterizedTest
  @EnumSource
  void areThoseOfTheHomeWhereTheyRun(Isolation target) throws SQLException {
    as(
        a,
        connection -> {
          try (PreparedStatement upsert = connection.prepareStatement(UPSERT);
              PreparedStatement grouped = connection.prepareStatement(GROUPED)) {
            run(upsert, 1, "before");
            assertThat(first(grouped)).isEqualTo("before1");
            HandMove.prepared(homeOfA, target, "two").fence(Duration.ofSeconds(30)).copyAndSwitch();
            run(upsert, 1, "after");
            assertThat(first(grouped)).isEqualTo("after1");
          }
        });
    assertThat(data.stats("two").total()).isPositive();
  }

  static void upsert(Connection connection, long id, String body) throws SQLException {
    try (PreparedStatement upsert = connection.prepareStatement(UPSERT)) {
      run(upsert, id, body);
    }
  }

  private static void run(PreparedStatement upsert, long id, String body) throws SQLException {
    upsert.setLong(1, id);
    upsert.setString(2, body);
    assertThat(upsert.executeUpdate()).isEqualTo(1);
  }

  static String first(PreparedStatement query) throws SQLException {
    try (ResultSet rows = query.executeQuery()) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }
}

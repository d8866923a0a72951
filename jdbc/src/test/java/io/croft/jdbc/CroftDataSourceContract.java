package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.catalog.TenantStatus;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

/** What an application may expect of its connections, the same in every home. */
abstract class CroftDataSourceContract extends TenantsOnServers {

  private static final Map<String, Placement> HOMES = new ConcurrentHashMap<>();

  @Override
  Placement home(int number) throws SQLException {
    String key = isolation() + " " + number;
    Placement home = HOMES.get(key);
    if (home == null) {
      home = super.home(number);
      HOMES.put(key, home);
    }
    Cluster.empty(home);
    return home;
  }

  static void assertState(ThrowingCallable call, String state) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).as(e.toString()).isEqualTo(state));
  }

  static void assertCode(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOf(SQLException.class)
        .cause()
        .isInstanceOfSatisfying(CroftException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void refusesWithoutATenantAndTakesNoConnection() {
    assertCode(data::getConnection, ErrorCode.NO_TENANT_IN_SCOPE);
    assertState(data::getConnection, "TN006");
    assertThat(data.stats("one").total()).isZero();
  }

  @Test
  void refusesUnknownAndSuspendedTenants() {
    assertCode(() -> bodiesOf(TenantId.random()), ErrorCode.TENANT_UNKNOWN);
    catalog.put(a, TenantStatus.SUSPENDED);
    assertCode(() -> bodiesOf(a), ErrorCode.TENANT_NOT_ACTIVE);
    assertThat(data.stats("one").total()).isZero();
  }

  @Test
  void takesNothingPhysicalBeforeTheFirstStatementExecutes() throws SQLException {
    as(
        a,
        connection -> {
          connection.setAutoCommit(false);
          connection.setReadOnly(true);
          try (PreparedStatement select = connection.prepareStatement("SELECT ?::int")) {
            select.setInt(1, 7);
            assertThat(data.stats("one").total()).isZero();
            try (ResultSet row = select.executeQuery()) {
              assertThat(row.next()).isTrue();
              assertThat(row.getInt(1)).isEqualTo(7);
            }
          }
          assertThat(data.stats("one").active()).isEqualTo(1);
          connection.commit();
          assertThat(data.stats("one").active()).isZero();
        });
  }

  @Test
  void seesTheRowsOfItsOwnTenantOnly() throws SQLException {
    write(a, "a1", "a2");
    write(b, "b1");
    assertThat(bodiesOf(a)).containsExactly("a1", "a2");
    assertThat(bodiesOf(b)).containsExactly("b1");
    as(
        b,
        connection -> {
          assertThat(execute(connection, "UPDATE note SET body = body || '!'")).isEqualTo(1);
          assertThat(execute(connection, "DELETE FROM note")).isEqualTo(1);
        });
    assertThat(bodiesOf(a)).containsExactly("a1", "a2");
  }

  @Test
  void commitsAndRollsBack() throws SQLException {
    as(
        a,
        connection -> {
          connection.setAutoCommit(false);
          execute(connection, "INSERT INTO note (body) VALUES ('kept')");
          connection.commit();
          execute(connection, "INSERT INTO note (body) VALUES ('undone')");
          assertThat(bodies(connection)).containsExactly("kept", "undone");
          connection.rollback();
          execute(connection, "INSERT INTO note (body) VALUES ('lost at close')");
        });
    assertThat(bodiesOf(a)).containsExactly("kept");
  }

  @Test
  void anErrorInAutocommitLeavesTheConnectionUsable() throws SQLException {
    as(
        a,
        connection -> {
          assertState(() -> execute(connection, "SELECT 1/0"), "22012");
          assertState(() -> execute(connection, "SELECT * FROM nowhere"), "42P01");
          execute(connection, "INSERT INTO note (body) VALUES ('after')");
          assertThat(bodies(connection)).containsExactly("after");
        });
  }

  @Test
  void aPreparedStatementServesManyTransactions() throws SQLException {
    as(
        a,
        connection -> {
          try (PreparedStatement insert =
                  connection.prepareStatement("INSERT INTO note (body) VALUES (?)");
              PreparedStatement count = connection.prepareStatement("SELECT count(*) FROM note")) {
            insert.setQueryTimeout(30);
            for (int i = 0; i < 12; i++) {
              connection.setAutoCommit(i % 3 == 0);
              insert.setString(1, "n" + i);
              assertThat(insert.executeUpdate()).isEqualTo(1);
              assertThat(insert.getQueryTimeout()).isEqualTo(30);
              write(b, "other " + i);
              if (i % 3 != 0) {
                connection.commit();
              }
            }
            connection.setAutoCommit(true);
            try (ResultSet row = count.executeQuery()) {
              row.next();
              assertThat(row.getInt(1)).isEqualTo(12);
              assertThat(row.getStatement()).isSameAs(count);
              assertThat(count.getConnection()).isSameAs(connection);
            }
          }
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void runsBatches(boolean autoCommit) throws SQLException {
    as(
        a,
        connection -> {
          connection.setAutoCommit(autoCommit);
          byte[] bytes = {'x'};
          try (PreparedStatement insert =
                  connection.prepareStatement(
                      "INSERT INTO note (body) VALUES (encode(?, 'escape'))");
              Statement plain = connection.createStatement()) {
            for (char c = 'x'; c <= 'z'; c++) {
              bytes[0] = (byte) c;
              insert.setBytes(1, bytes);
              insert.addBatch();
            }
            assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
            assertThat(insert.executeBatch()).isEmpty();
            plain.addBatch("INSERT INTO note (body) VALUES ('p1')");
            plain.addBatch("UPDATE note SET body = 'p2' WHERE body = 'p1'");
            assertThat(plain.executeBatch()).containsExactly(1, 1);
          }
          assertThat(bodies(connection)).containsExactly("p2", "x", "y", "z");
          if (!autoCommit) {
            connection.rollback();
            assertThat(bodies(connection)).isEmpty();
          }
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void returnsGeneratedKeys(boolean autoCommit) throws SQLException {
    as(
        a,
        connection -> {
          connection.setAutoCommit(autoCommit);
          try (PreparedStatement insert =
                  connection.prepareStatement(
                      "INSERT INTO note (body) VALUES (?)", new String[] {"id"});
              Statement plain = connection.createStatement()) {
            insert.setString(1, "one");
            insert.executeUpdate();
            long first = key(insert);
            insert.setString(1, "two");
            insert.executeUpdate();
            assertThat(key(insert)).isGreaterThan(first);
            plain.executeUpdate(
                "INSERT INTO note (body) VALUES ('three')", Statement.RETURN_GENERATED_KEYS);
            try (ResultSet keys = plain.getGeneratedKeys()) {
              keys.next();
              assertThat(keys.getLong("id")).isGreaterThan(first + 1);
            }
            plain.executeUpdate("DELETE FROM note");
            assertThat(plain.getGeneratedKeys().next()).isFalse();
          }
          if (!autoCommit) {
            connection.commit();
          }
        });
  }

  private static long key(Statement statement) throws SQLException {
    try (ResultSet keys = statement.getGeneratedKeys()) {
      assertThat(keys.next()).isTrue();
      return keys.getLong(1);
    }
  }

  @Test
  void rowsStayReadableAfterTheConnectionWentBack() throws SQLException {
    write(a, "one", "two");
    as(
        a,
        connection -> {
          try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(1);
            ResultSet rows = statement.executeQuery("SELECT id, body, mood, moods FROM note");
            assertThat(data.stats("one").active()).isZero();
            write(b, "in between");
            List<Object> seen = new ArrayList<>();
            while (rows.next()) {
              seen.add(rows.getString("body"));
              assertThat(rows.getString("mood")).isEqualTo("glad");
              Array moods = rows.getArray("moods");
              assertThat((Object[]) moods.getArray()).containsExactly("sad", "glad");
            }
            assertThat(seen).containsExactlyInAnyOrder("one", "two");
            ResultSetMetaData columns = rows.getMetaData();
            assertThat(columns.getColumnTypeName(3)).isEqualTo("mood");
            assertThat(columns.getTableName(1)).isEmpty();
            assertState(() -> columns.isAutoIncrement(1), "55000");
            assertState(rows::refreshRow, "55000");
          }
        });
  }

  @Test
  void aCursorEndsWithItsTransaction() throws SQLException {
    write(a, "1", "2", "3", "4");
    as(
        a,
        connection -> {
          connection.setAutoCommit(false);
          try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(2);
            ResultSet rows = statement.executeQuery("SELECT body FROM note ORDER BY body");
            rows.next();
            connection.commit();
            assertThat(rows.isClosed()).isTrue();
            assertState(rows::next, "55000");
          }
        });
  }

  @Test
  void walksThroughAllResultsOfAStatement() throws SQLException {
    as(
        a,
        connection -> {
          try (Statement statement = connection.createStatement()) {
            boolean rows =
                statement.execute("INSERT INTO note (body) VALUES ('x'); SELECT body FROM note");
            assertThat(rows).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(1);
            assertThat(statement.getMoreResults()).isTrue();
            ResultSet result = statement.getResultSet();
            assertThat(result.next()).isTrue();
            assertThat(result.getString(1)).isEqualTo("x");
            assertThat(statement.getMoreResults()).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
            assertThat(result.isClosed()).isTrue();
          }
        });
  }

  @Test
  void aSavepointMayComeFirst() throws SQLException {
    as(
        a,
        connection -> {
          connection.setAutoCommit(false);
          Savepoint first = connection.setSavepoint();
          assertState(() -> execute(connection, "SELECT 1/0"), "22012");
          connection.rollback(first);
          execute(connection, "INSERT INTO note (body) VALUES ('after')");
          Savepoint second = connection.setSavepoint("second");
          execute(connection, "INSERT INTO note (body) VALUES ('undone')");
          connection.rollback(second);
          connection.commit();
          assertState(() -> connection.rollback(second), "25P01");
          Savepoint third = connection.setSavepoint("second");
          assertState(() -> connection.rollback(second), "3B001");
          connection.releaseSavepoint(third);
          connection.rollback();
        });
    assertThat(bodiesOf(a)).containsExactly("after");
  }

  @Test
  void readOnlyReachesTheServer() throws SQLException {
    write(a, "one");
    for (boolean autoCommit : new boolean[] {true, false}) {
      as(
          a,
          connection -> {
            connection.setAutoCommit(autoCommit);
            connection.setReadOnly(true);
            assertThat(bodies(connection)).containsExactly("one");
            assertState(() -> execute(connection, "DELETE FROM note"), "25006");
            if (!autoCommit) {
              assertState(() -> connection.setReadOnly(false), "25001");
              connection.rollback();
            }
            connection.setReadOnly(false);
            assertThat(execute(connection, "UPDATE note SET body = body")).isEqualTo(1);
          });
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {Connection.TRANSACTION_REPEATABLE_READ, Connection.TRANSACTION_SERIALIZABLE})
  void isolationReachesTheServerAndDoesNotStay(int level) throws SQLException {
    write(a, "one");
    for (boolean readOnly : new boolean[] {true, false}) {
      as(
          a,
          connection -> {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(level);
            connection.setReadOnly(readOnly);
            assertThat(bodies(connection)).containsExactly("one");
            assertThat(strings(connection, "SHOW transaction_isolation"))
                .containsExactly(
                    level == Connection.TRANSACTION_SERIALIZABLE
                        ? "serializable"
                        : "repeatable read");
            if (!readOnly) {
              execute(connection, "UPDATE note SET body = body");
            }
            connection.commit();
          });
    }
    as(
        a,
        connection ->
            assertThat(strings(connection, "SHOW transaction_isolation"))
                .containsExactly("read committed"));
  }

  @Test
  void committingAFailedTransactionThrows() throws SQLException {
    as(
        a,
        connection -> {
          connection.setAutoCommit(false);
          execute(connection, "INSERT INTO note (body) VALUES ('never')");
          assertState(() -> execute(connection, "SELECT 1/0"), "22012");
          assertState(() -> execute(connection, "SELECT 1"), "25P02");
          assertState(connection::commit, "25P02");
          connection.commit();
        });
    assertThat(bodiesOf(a)).isEmpty();
  }

  @Test
  void nothingWorksAfterClose() throws SQLException {
    write(a, "one");
    Connection connection = TenantScope.call(a, data::getConnection);
    Statement statement = connection.createStatement();
    PreparedStatement prepared = connection.prepareStatement("SELECT 1");
    ResultSet rows = TenantScope.call(a, () -> statement.executeQuery("SELECT body FROM note"));
    connection.close();
    connection.close();
    assertThat(connection.isClosed()).isTrue();
    assertThat(statement.isClosed()).isTrue();
    assertThat(rows.isClosed()).isTrue();
    assertThat(connection.isValid(1)).isFalse();
    assertState(connection::createStatement, "08003");
    assertState(() -> statement.executeQuery("SELECT 1"), "08003");
    assertState(prepared::executeQuery, "08003");
    assertState(rows::next, "08003");
    statement.close();
    rows.close();
  }

  @Test
  void transactionControlInSqlTextDoesNotEscapeTheGate() throws SQLException {
    as(
        a,
        connection -> {
          connection.setAutoCommit(false);
          execute(connection, "INSERT INTO note (body) VALUES ('by text')");
          execute(connection, "COMMIT");
          assertThat(data.stats("one").active()).isZero();
          assertThat(bodies(connection)).containsExactly("by text");
          connection.rollback();
          assertThat(bodies(connection)).containsExactly("by text");
        });
  }

  @Test
  void handsOutNothingOfTheDriver() throws SQLException {
    as(
        a,
        connection -> {
          assertState(() -> connection.unwrap(PGConnection.class), "0A000");
          assertThat(connection.isWrapperFor(PGConnection.class)).isFalse();
          assertThat(connection.unwrap(Connection.class)).isSameAs(connection);
          assertThat(connection.getMetaData().getConnection()).isSameAs(connection);
          try (ResultSet tables = connection.getMetaData().getTables(null, null, "note", null)) {
            assertThat(tables.next()).isTrue();
            assertThat(tables.getStatement()).isNull();
          }
          assertState(connection::createBlob, "0A000");
        });
  }

  @Test
  void knowsItsHome() throws SQLException {
    as(
        a,
        connection -> {
          assertThat(connection.getSchema()).isEqualTo(homeOfA.schema());
          assertThat(connection.getCatalog()).isEqualTo(homeOfA.database());
          connection.setSchema(homeOfA.schema());
          assertState(() -> connection.setSchema("public"), "0A000");
          assertThat(connection.isValid(1)).isTrue();
          assertThat(strings(connection, "SHOW search_path"))
              .containsExactly(homeOfA.schema() + ", pg_temp");
          assertThat(strings(connection, "SHOW application_name").get(0)).startsWith("croft");
          connection.setClientInfo("ApplicationName", "billing");
          assertThat(strings(connection, "SHOW application_name").get(0)).startsWith("billing");
        });
    as(
        a,
        connection ->
            assertThat(strings(connection, "SHOW application_name").get(0)).startsWith("croft"));
  }

  @Test
  void bindsArraysNullsAndStreams() throws SQLException {
    as(
        a,
        connection -> {
          Array moods = connection.createArrayOf("mood", new Object[] {"glad"});
          try (PreparedStatement insert =
              connection.prepareStatement(
                  "INSERT INTO note (body, moods) VALUES (convert_from(?, 'UTF8') || coalesce(?, '-'), ?)")) {
            insert.setBinaryStream(1, new java.io.ByteArrayInputStream(new byte[] {'s', 't'}));
            insert.setNull(2, java.sql.Types.VARCHAR);
            insert.setArray(3, moods);
            assertThat(insert.executeUpdate()).isEqualTo(1);
            assertThat(insert.getParameterMetaData().getParameterCount()).isEqualTo(3);
          }
          assertThat(strings(connection, "SELECT body || moods::text FROM note"))
              .containsExactly("st-{glad}");
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void describesAStatementBesideItsResult(boolean autoCommit) throws SQLException {
    write(a, "one");
    as(
        a,
        connection -> {
          connection.setAutoCommit(autoCommit);
          try (PreparedStatement select =
              connection.prepareStatement("SELECT mood, moods FROM note WHERE body = ?")) {
            select.setString(1, "one");
            ResultSet rows = select.executeQuery();
            ResultSetMetaData columns = select.getMetaData();
            assertThat(columns.getColumnTypeName(1)).isEqualTo("mood");
            assertThat(select.getParameterMetaData().getParameterTypeName(1)).isEqualTo("varchar");
            assertThat(rows.next()).isTrue();
            assertThat(rows.getString("mood")).isEqualTo("glad");
          }
          if (!autoCommit) {
            connection.rollback();
          }
        });
  }

  @Test
  void aStatementClosesWithItsLastResultWhenAsked() throws SQLException {
    as(
        a,
        connection -> {
          Statement statement = connection.createStatement();
          statement.closeOnCompletion();
          ResultSet rows = statement.executeQuery("SELECT 1");
          assertThat(statement.isClosed()).isFalse();
          rows.close();
          assertThat(statement.isClosed()).isTrue();
        });
  }

  @Test
  void doesNotReuseAConnectionOnWhichAStatementWasCancelled() throws SQLException {
    as(
        a,
        connection -> {
          connection.setAutoCommit(false);
          List<String> backend = strings(connection, "SELECT pg_backend_pid()");
          try (Statement slow = connection.createStatement()) {
            slow.setQueryTimeout(1);
            assertState(() -> slow.execute("SELECT pg_sleep(60)"), "57014");
          }
          connection.rollback();
          // Behind a pooler the backend is the pooler's, which waits for the cancel to arrive.
          assertThat(strings(connection, "SELECT pg_backend_pid()"))
              .matches(after -> pooler() == Pooler.TRANSACTION || !after.equals(backend));
          connection.rollback();
        });
  }

  @Test
  void keepsTypesOfResultsAsTheDriverGivesThem() throws SQLException {
    as(
        a,
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row =
                  statement.executeQuery("SELECT 1::int, 2::numeric, true, '{\"k\":1}'::jsonb")) {
            row.next();
            assertThat(row.getObject(1)).isEqualTo(1);
            assertThat(row.getObject(2)).hasToString("2");
            assertThat(row.getObject(3)).isEqualTo(true);
            assertThat(row.getObject(4)).hasToString("{\"k\": 1}");
            assertThat(connection.getTypeMap()).isEqualTo(Map.of());
          }
        });
  }
}

package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.tools.CountingSockets;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * How many round trips each operation makes: exactly those of the table in {@code
 * docs/round-trips.md}, by the same tenant again and, where tenants share connections, by another
 * one each time.
 */
abstract class RoundTripsContract extends TenantsOnServers {

  private static final Path DOCUMENT = Path.of("../docs/round-trips.md");

  private static final Map<String, Work> OPERATIONS = operations();

  @Override
  CroftDataSource.Builder builder() {
    return super.builder().driverProperty("socketFactory", CountingSockets.class.getName());
  }

  @Test
  void areThoseOfTheTable() throws Exception {
    reopenWithBudget(1);
    Map<String, List<String>> table = table();
    assertThat(table.keySet()).containsExactlyElementsOf(OPERATIONS.keySet());
    boolean shared = isolation() == io.croft.core.Isolation.POOL;
    Map<String, String> found = new LinkedHashMap<>();
    Map<String, String> expected = new LinkedHashMap<>();
    int column = List.of("pool", "schema", "database").indexOf(word());
    for (Map.Entry<String, Work> operation : OPERATIONS.entrySet()) {
      String count = String.valueOf(again(operation.getValue()));
      if (shared) {
        count += ", " + inTurn(operation.getValue());
      }
      found.put(operation.getKey(), count);
      expected.put(operation.getKey(), table.get(operation.getKey()).get(column));
    }
    assertThat(found).containsExactlyEntriesOf(expected);
  }

  private String word() {
    return isolation().name().toLowerCase(Locale.ROOT);
  }

  /** Counts one more use by a tenant that has used the connection last. */
  private long again(Work operation) throws SQLException {
    as(a, operation);
    long before = CountingSockets.roundTrips();
    as(a, operation);
    return CountingSockets.roundTrips() - before;
  }

  /** Counts one use by a tenant whose connection another has used last. */
  private long inTurn(Work operation) throws SQLException {
    as(b, operation);
    long before = CountingSockets.roundTrips();
    as(a, operation);
    return CountingSockets.roundTrips() - before;
  }

  private static Map<String, List<String>> table() throws IOException {
    Map<String, List<String>> rows = new LinkedHashMap<>();
    for (String line : Files.readAllLines(DOCUMENT)) {
      List<String> cells = List.of(line.split(" *\\| *"));
      if (line.startsWith("| ") && cells.size() == 5 && cells.get(2).matches("\\d+.*")) {
        rows.put(cells.get(1), cells.subList(2, 5));
      }
    }
    return rows;
  }

  private static Map<String, Work> operations() {
    Map<String, Work> all = new LinkedHashMap<>();
    autocommit(all);
    transactions(all);
    return all;
  }

  private static void autocommit(Map<String, Work> all) {
    all.put("one query", connection -> assertThat(bodies(connection)).isNotNull());
    all.put("one prepared query", connection -> query(connection, 0));
    all.put("one update", connection -> execute(connection, "UPDATE note SET body = body"));
    all.put("one insert with generated keys", RoundTripsContract::insertWithKeys);
    all.put("one upsert, grouped by the key", RoundTripsContract::keyed);
    all.put("two statements in one text", connection -> execute(connection, "SELECT 1; SELECT 2"));
    all.put("a batch of ten", RoundTripsContract::batch);
    all.put("a call of a function", RoundTripsContract::call);
    all.put("the metadata of a parameter", RoundTripsContract::describe);
    all.put("one query with a stream", RoundTripsContract::stream);
  }

  /** Keys that statements name cost nothing more. */
  private static void keyed(Connection connection) throws SQLException {
    execute(
        connection,
        "INSERT INTO note (body) VALUES ('again') ON CONFLICT (body) DO UPDATE SET mood = 'sad'");
    assertThat(strings(connection, "SELECT body FROM note GROUP BY id")).isNotEmpty();
  }

  private static void transactions(Map<String, Work> all) {
    all.put("a transaction of one query", transaction(RoundTripsContract::one));
    all.put(
        "a transaction of five queries",
        transaction(
            connection -> {
              for (int i = 0; i < 5; i++) {
                one(connection);
              }
            }));
    all.put("a read-only transaction of one query", readOnly(RoundTripsContract::one));
    all.put("a serializable transaction of one query", serializable(RoundTripsContract::one));
    all.put("a transaction of a batch", transaction(RoundTripsContract::batch));
    all.put(
        "a transaction that begins with a savepoint",
        transaction(
            connection -> {
              connection.setSavepoint();
              one(connection);
            }));
    all.put(
        "a transaction with a cursor over two fetches",
        transaction(connection -> query(connection, 1)));
    all.put("a transaction of nothing", transaction(connection -> {}));
  }

  private static void one(Connection connection) throws SQLException {
    query(connection, 0);
  }

  private static void query(Connection connection, int fetchSize) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT g FROM generate_series(1, ?) g")) {
      select.setInt(1, 1);
      select.setFetchSize(fetchSize);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          rows.getInt(1);
        }
      }
    }
  }

  private static void insertWithKeys(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO note (body) VALUES (gen_random_uuid()::text)",
            Statement.RETURN_GENERATED_KEYS)) {
      insert.executeUpdate();
      try (ResultSet keys = insert.getGeneratedKeys()) {
        assertThat(keys.next()).isTrue();
      }
    }
  }

  private static void batch(Connection connection) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE note SET body = body WHERE id = ?")) {
      for (int i = 0; i < 10; i++) {
        update.setLong(1, -i);
        update.addBatch();
      }
      assertThat(update.executeBatch()).hasSize(10);
    }
  }

  private static void call(Connection connection) throws SQLException {
    try (CallableStatement call = connection.prepareCall("{? = call lower(?)}")) {
      call.registerOutParameter(1, java.sql.Types.VARCHAR);
      call.setString(2, "A");
      call.execute();
      assertThat(call.getString(1)).isEqualTo("a");
    }
  }

  private static void describe(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("SELECT body FROM note WHERE id = ?")) {
      assertThat(select.getParameterMetaData().getParameterCount()).isOne();
    }
  }

  private static void stream(Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement("SELECT ?::bytea")) {
      select.setBinaryStream(1, new ByteArrayInputStream(new byte[] {1}), 1);
      select.executeQuery().close();
    }
  }

  private static Work transaction(Work work) {
    return connection -> {
      connection.setAutoCommit(false);
      work.with(connection);
      connection.commit();
    };
  }

  private static Work readOnly(Work work) {
    return connection -> {
      connection.setReadOnly(true);
      transaction(work).with(connection);
    };
  }

  private static Work serializable(Work work) {
    return connection -> {
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      transaction(work).with(connection);
    };
  }
}

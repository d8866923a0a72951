package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Identifiers;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application may expect of a bulk load, the same in every home. */
abstract class BulkLoadContract extends TenantsOnServers {

  private static final int MANY = 2 * BulkBatch.MOST_ROWS + 5;
  private static final Map<String, Placement> HOMES = new ConcurrentHashMap<>();

  private static final String[] COLUMNS = {
    "id",
    "small",
    "whole",
    "short_float",
    "long_float",
    "amount",
    "flag",
    "bytes",
    "word",
    "letters",
    "at",
    "day",
    "ref",
    "doc",
    "mood",
    "tags"
  };

  private static final UUID REF = new UUID(1, 2);

  private static final String ROW =
      "(1,7,-8,1.5,2.5,3.25,t,\"\\\\x0aff\",ab,\"c  \",\"2026-01-02 03:04:05+00\",2026-01-02,"
          + REF
          + ",\"{\"\"k\"\": 1}\",sad,\"{a,\"\"b,c\"\"}\")";

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

  interface Loading {
    void with(Connection connection) throws SQLException, IOException;
  }

  /** Works as tenant a in a transaction. */
  private void inTransaction(Loading work) throws SQLException {
    as(
        a,
        connection -> {
          connection.setAutoCommit(false);
          try {
            work.with(connection);
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
  }

  private static void assertRefused(ThrowingCallable call, ErrorCode code, String... words) {
    assertThatThrownBy(call)
        .isInstanceOf(SQLException.class)
        .hasMessageContainingAll(words)
        .cause()
        .isInstanceOfSatisfying(CroftException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private static List<String> rows(Connection connection) throws SQLException {
    execute(connection, "SET LOCAL TIME ZONE 'UTC'");
    return strings(
        connection,
        "SELECT row(%s)::text FROM reading ORDER BY id".formatted(String.join(", ", COLUMNS)));
  }

  private static List<Object[]> notes(int number) {
    return IntStream.range(0, number).mapToObj(i -> new Object[] {"n" + i}).toList();
  }

  private int countOf(TenantId tenant) throws SQLException {
    return bodiesOf(tenant).size();
  }

  @Test
  void loadsInTheTransactionOfTheCaller() throws SQLException {
    TenantId tenant = a;
    CroftDataSource dataSource = data;
    List<String> bodies = List.of("first", "second", "third");
    // tag::load[]
    TenantScope.run(
        tenant,
        () -> {
          try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            try (BulkLoad load = BulkLoad.into(connection, "note", "body", "mood")) {
              for (String body : bodies) {
                load.add(body, "glad");
              }
              load.execute();
            }
            connection.commit();
          }
        });
    // end::load[]
    assertThat(bodiesOf(a)).containsExactly("first", "second", "third");
    assertThat(bodiesOf(b)).isEmpty();
  }

  @Test
  void loadsValuesOfEveryType() throws SQLException {
    inTransaction(
        connection -> {
          try (BulkLoad load = BulkLoad.into(connection, "reading", COLUMNS)) {
            load.add(
                1L,
                7,
                new BigDecimal("-8.0"),
                1.5f,
                2.5,
                new BigDecimal("3.25"),
                true,
                new byte[] {10, -1},
                "ab",
                "c",
                Instant.parse("2026-01-02T03:04:05Z"),
                LocalDate.of(2026, 1, 2),
                REF,
                "{\"k\": 1}",
                Mood.sad,
                "{a,\"b,c\"}");
            load.add(Arrays.copyOf(new Object[] {2}, COLUMNS.length));
            assertThat(load.execute()).isEqualTo(2);
          }
          assertThat(rows(connection)).containsExactly(ROW, "(2,,,,,,,,,,,,,,,)");
          assertThat(strings(connection, "SELECT twice FROM reading ORDER BY id"))
              .containsExactly("2", "4");
        });
  }

  private enum Mood {
    sad
  }

  @Test
  void readsTheTextFormatOfCopy() throws SQLException {
    String text =
        """
        1\t7\t-8\t1.5\t2.5\t3.25\tt\t\\\\x0aff\tab\tc\t2026-01-02 03:04:05+00\t2026-01-02\t%s\t{"k": 1}\tsad\t{a,"b,c"}
        2%s
        \\.
        what follows is not read
        """
            .formatted(REF, "\t\\N".repeat(COLUMNS.length - 1));
    inTransaction(
        connection -> {
          try (BulkLoad load = BulkLoad.into(connection, "reading", COLUMNS)) {
            load.addCopyText(new StringReader(text));
            assertThat(load.execute()).isEqualTo(2);
          }
          assertThat(rows(connection)).containsExactly(ROW, "(2,,,,,,,,,,,,,,,)");
        });
  }

  @Test
  void readsCsv() throws SQLException {
    String csv =
        ROW.substring(1, ROW.length() - 1).replace("\\\\", "\\") + "\r\n2" + ",".repeat(15);
    inTransaction(
        connection -> {
          try (BulkLoad load = BulkLoad.into(connection, "reading", COLUMNS)) {
            load.addCsv(new StringReader(csv));
            assertThat(load.execute()).isEqualTo(2);
          }
          assertThat(rows(connection)).containsExactly(ROW, "(2,,,,,,,,,,,,,,,)");
        });
  }

  @Test
  void loadsManyRowsAndSendsThemOnTheWay() throws SQLException {
    inTransaction(
        connection -> {
          try (BulkLoad load = BulkLoad.into(connection, "note", "body")) {
            load.addAll(() -> watched(connection, notes(MANY).iterator()));
            assertThat(load.execute()).isEqualTo(MANY);
          }
          connection.commit();
        });
    assertThat(countOf(a)).isEqualTo(MANY);
    assertThat(countOf(b)).isZero();
  }

  /** Looks, when the last row is asked for, at what has reached the table. */
  private static Iterator<Object[]> watched(Connection connection, Iterator<Object[]> rows) {
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        if (!rows.hasNext()) {
          try {
            assertThat(bodies(connection)).hasSize(2 * BulkBatch.MOST_ROWS);
          } catch (SQLException e) {
            throw new AssertionError(e);
          }
        }
        return rows.hasNext();
      }

      @Override
      public Object[] next() {
        return rows.next();
      }
    };
  }

  @Test
  void refusesWhatTheDatabaseFillsItself() throws SQLException {
    inTransaction(
        connection -> {
          assertRefused(
              () -> BulkLoad.into(connection, "note", "tenant_id", "body"),
              ErrorCode.BULK_LOAD_REFUSED,
              "tenant_id is filled by the database");
          assertRefused(
              () -> BulkLoad.into(connection, "reading", "twice", "serial"),
              ErrorCode.BULK_LOAD_REFUSED,
              "twice is generated",
              "serial is generated");
        });
  }

  @Test
  void refusesWhatIsNotThereOrTwiceThere() throws SQLException {
    inTransaction(
        connection -> {
          assertRefused(
              () -> BulkLoad.into(connection, "note", "boddy", "body", "body"),
              ErrorCode.BULK_LOAD_REFUSED,
              "boddy is unknown",
              "[tenant_id, id, body, mood, moods]",
              "body is named twice");
          assertRefused(
              () -> BulkLoad.into(connection, "note"), ErrorCode.BULK_LOAD_REFUSED, "none");
          assertRefused(
              () -> BulkLoad.into(connection, "note (tenant_id) --", "body"),
              ErrorCode.BULK_LOAD_REFUSED,
              "no table");
          execute(connection, "INSERT INTO note (body) VALUES ('goes on')");
          connection.commit();
        });
    assertThat(bodiesOf(a)).containsExactly("goes on");
  }

  @Test
  void refusesAutocommit() throws SQLException {
    as(
        a,
        connection ->
            assertRefused(
                () -> BulkLoad.into(connection, "note", "body"),
                ErrorCode.BULK_LOAD_REFUSED,
                "needs a transaction"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"small", "whole", "long_float", "flag", "bytes"})
  void namesTheRowAndColumnOfAValueThatIsNone(String column) throws SQLException {
    inTransaction(
        connection -> {
          BulkLoad load = BulkLoad.into(connection, "reading", "id", column);
          load.add(1, null);
          assertRefused(
              () -> load.add(2, "no value"),
              ErrorCode.BULK_ROW_INVALID,
              "row 2",
              "column " + column);
          assertThat(rows(connection)).isEmpty();
          CroftDataSourceContract.assertState(load::execute, "55000");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"amount", "at", "day", "ref", "doc", "mood", "short_float"})
  void namesTheRowAndColumnThatTheServerCannotRead(String column) throws SQLException {
    inTransaction(
        connection -> {
          BulkLoad load = BulkLoad.into(connection, "reading", "id", column);
          for (int i = 1; i <= BulkBatch.MOST_ROWS + 777; i++) {
            load.add(i, null);
          }
          load.add(BulkBatch.MOST_ROWS + 778, "no value").add(99_999, null);
          assertRefused(
              load::execute,
              ErrorCode.BULK_ROW_INVALID,
              "row " + (BulkBatch.MOST_ROWS + 778),
              "column " + column);
          load.close();
          execute(connection, "INSERT INTO note (body) VALUES ('goes on')");
          assertThat(rows(connection)).isEmpty();
          connection.commit();
        });
    assertThat(bodiesOf(a)).containsExactly("goes on");
  }

  @Test
  void refusesARowThatIsTooShort() throws SQLException {
    inTransaction(
        connection -> {
          BulkLoad load = BulkLoad.into(connection, "reading", "id", "whole");
          assertRefused(
              () -> load.addCsv(new StringReader("1,2\n3\n")),
              ErrorCode.BULK_ROW_INVALID,
              "row 2",
              "1 values, expected 2");
        });
  }

  @Test
  void refusesATextThatIsTooLongInsteadOfCuttingIt() throws SQLException {
    inTransaction(
        connection -> {
          BulkLoad load = BulkLoad.into(connection, "reading", "id", "word", "letters");
          load.add(1, "123456", "abcd");
          CroftDataSourceContract.assertState(load::execute, "22001");
        });
  }

  @Test
  void leavesNothingWhenALaterBatchFails() throws SQLException {
    inTransaction(
        connection -> {
          execute(connection, "INSERT INTO note (body) VALUES ('before')");
          BulkLoad load = BulkLoad.into(connection, "note", "body");
          load.addAll(notes(BulkBatch.MOST_ROWS)).add("n0");
          assertThatThrownBy(load::execute)
              .hasMessageContaining("rows 10001 to 10001")
              .isInstanceOfSatisfying(
                  SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("23505"));
          connection.commit();
        });
    assertThat(bodiesOf(a)).containsExactly("before");
  }

  @Test
  void leavesNothingWhenClosedBeforeItIsExecuted() throws SQLException {
    inTransaction(
        connection -> {
          execute(connection, "INSERT INTO note (body) VALUES ('before')");
          try (BulkLoad load = BulkLoad.into(connection, "note", "body")) {
            load.addAll(notes(BulkBatch.MOST_ROWS + 1));
          }
          connection.commit();
        });
    assertThat(bodiesOf(a)).containsExactly("before");
  }

  @Test
  void rollsBackWithTheTransaction() throws SQLException {
    inTransaction(
        connection -> {
          BulkLoad.into(connection, "note", "body").addAll(notes(3)).execute();
          connection.rollback();
        });
    assertThat(bodiesOf(a)).isEmpty();
  }

  @Test
  void theSameKeysOfAnotherTenantAreUntouched() throws SQLException {
    String mine = "1,10\n2,20\n";
    as(
        b,
        connection -> {
          connection.setAutoCommit(false);
          BulkLoad.into(connection, "reading", "id", "whole").add(1, -1).add(2, -2).execute();
          connection.commit();
        });
    inTransaction(
        connection -> {
          BulkLoad.into(connection, "reading", "id", "whole")
              .addCsv(new StringReader(mine))
              .execute();
          connection.commit();
        });
    as(
        b,
        connection ->
            assertThat(strings(connection, "SELECT whole FROM reading ORDER BY id"))
                .containsExactly("-1", "-2"));
    try (Connection admin = Cluster.admin(homeOfA)) {
      assertThat(
              strings(
                  admin,
                  "SELECT DISTINCT tenant_id FROM %s WHERE whole > 0"
                      .formatted(Identifiers.quote(homeOfA.schema(), "reading"))))
          .containsExactly(a.toString());
    }
  }
}

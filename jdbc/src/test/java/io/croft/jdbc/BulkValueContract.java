package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import java.io.FilterReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a bulk load makes of values and formats, the same in every home. */
abstract class BulkValueContract extends TenantsOnServers {

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
  final void inTransaction(Loading work) throws SQLException {
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

  static void assertRefused(ThrowingCallable call, ErrorCode code, String... words) {
    assertThatThrownBy(call)
        .isInstanceOf(SQLException.class)
        .hasMessageContainingAll(words)
        .cause()
        .isInstanceOfSatisfying(CroftException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  static List<String> rows(Connection connection) throws SQLException {
    execute(connection, "SET LOCAL TIME ZONE 'UTC'");
    return strings(
        connection,
        "SELECT row(%s)::text FROM reading ORDER BY id".formatted(String.join(", ", COLUMNS)));
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
  void refusesATextThatIsTooLongForADomain() throws SQLException {
    inTransaction(
        connection -> {
          BulkLoad load = BulkLoad.into(connection, "reading", "id", "code");
          load.add(1, "123456");
          CroftDataSourceContract.assertState(load::execute, "22001");
          BulkLoad again = BulkLoad.into(connection, "reading", "id", "code");
          again.add(1, "123").execute();
          assertThat(strings(connection, "SELECT code FROM reading")).containsExactly("123");
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e400", "-1e400", "1e-400"})
  void refusesANumberThatADoubleCannotHold(String number) throws SQLException {
    inTransaction(
        connection -> {
          for (Object value : new Object[] {number, new BigDecimal(number)}) {
            BulkLoad load = BulkLoad.into(connection, "reading", "id", "long_float");
            assertRefused(
                () -> load.add(1, value), ErrorCode.BULK_ROW_INVALID, "column long_float");
          }
        });
  }

  @Test
  void keepsTheInstantOfATimestampWhateverTheZoneOfTheSession() throws SQLException {
    Instant instant = Instant.parse("2026-01-02T03:04:05.678Z");
    inTransaction(
        connection -> {
          execute(connection, "SET LOCAL TIME ZONE 'Asia/Tokyo'");
          BulkLoad load = BulkLoad.into(connection, "reading", "id", "at");
          load.add(1, Timestamp.from(instant)).execute();
          execute(connection, "SET LOCAL TIME ZONE 'UTC'");
          assertThat(strings(connection, "SELECT at FROM reading"))
              .containsExactly("2026-01-02 03:04:05.678+00");
        });
  }

  @Test
  void keepsTheMillisecondsOfATime() throws SQLException {
    inTransaction(
        connection -> {
          BulkLoad load = BulkLoad.into(connection, "reading", "id", "clock");
          Time time = Time.valueOf("10:11:12");
          load.add(1, new Time(time.getTime() + 345)).add(2, time).execute();
          assertThat(strings(connection, "SELECT clock FROM reading ORDER BY id"))
              .containsExactly("10:11:12.345", "10:11:12");
        });
  }

  @Test
  void readsOnWhenAReaderHasNothingYet() throws SQLException {
    Reader slow =
        new FilterReader(new StringReader("1,2\n3,4\n")) {
          private boolean pausing;

          @Override
          public int read(char[] buffer, int offset, int length) throws IOException {
            pausing = !pausing;
            return pausing ? 0 : super.read(buffer, offset, 1);
          }
        };
    inTransaction(
        connection -> {
          BulkLoad load = BulkLoad.into(connection, "reading", "id", "whole");
          assertThat(load.addCsv(slow).execute()).isEqualTo(2);
          assertThat(strings(connection, "SELECT whole FROM reading ORDER BY id"))
              .containsExactly("2", "4");
        });
  }
}

package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.ErrorCode;
import io.croft.core.Identifiers;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What an application may expect of a bulk load, the same in every home. */
abstract class BulkLoadContract extends BulkValueContract {

  private static final int MANY = 2 * BulkBatch.MOST_ROWS + 5;

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
    // region load
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
    // endregion
    assertThat(bodiesOf(a)).containsExactly("first", "second", "third");
    assertThat(bodiesOf(b)).isEmpty();
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

  @Test
  void belongsToTheTransactionInWhichItBegan() throws SQLException {
    inTransaction(
        connection -> {
          for (Step end : List.<Step>of(connection::rollback, connection::commit)) {
            for (int rows : List.of(0, 1)) {
              BulkLoad load = BulkLoad.into(connection, "note", "body").addAll(notes(rows));
              end.run();
              assertEnded(load::execute);
              load.close();
            }
            BulkLoad full = BulkLoad.into(connection, "note", "body");
            end.run();
            assertEnded(() -> full.addAll(notes(BulkBatch.MOST_ROWS)));
            BulkLoad invalid = BulkLoad.into(connection, "note", "body");
            end.run();
            assertThatThrownBy(() -> invalid.add("one", "two")).hasMessageContaining("row 1");
            execute(connection, "INSERT INTO note (body) SELECT 'goes on ' || count(*) FROM note");
            connection.commit();
          }
          BulkLoad load = BulkLoad.into(connection, "note", "body");
          connection.setAutoCommit(true);
          assertEnded(() -> load.addAll(notes(BulkBatch.MOST_ROWS)));
        });
    assertThat(bodiesOf(a)).containsExactlyInAnyOrder("goes on 0", "goes on 1");
  }

  private static void assertEnded(ThrowingCallable call) {
    assertThatThrownBy(call).isInstanceOf(SQLException.class);
    assertThatThrownBy(call).hasMessageContaining("the bulk load has ended");
  }

  @Test
  void undoesNothingWhenItIsClosedAfterItsTransaction() throws SQLException {
    inTransaction(
        connection -> {
          try (BulkLoad load = BulkLoad.into(connection, "note", "body")) {
            load.addAll(notes(3));
            connection.rollback();
            execute(connection, "INSERT INTO note (body) VALUES ('next')");
          }
          connection.commit();
        });
    assertThat(bodiesOf(a)).containsExactly("next");
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

package io.croft.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Prepared statements that live long, and what changes under them. */
final class PreparedFaces {

  private PreparedFaces() {}

  static List<Face> all() {
    return List.of(
        Face.of("a statement over many transactions", PreparedFaces::overTransactions),
        Face.of("a statement that the server has prepared", PreparedFaces::serverPrepared),
        Face.of("types that change between executions", PreparedFaces::changingTypes),
        Face.of("values that stay and values that change", PreparedFaces::stayingValues),
        Face.of("a statement after its error", PreparedFaces::afterError),
        Face.of("a column added under a statement in autocommit", (c, t) -> added(c, t, true)),
        Face.of("a column added under a statement in a transaction", (c, t) -> added(c, t, false)),
        Face.of("a column dropped under a statement", PreparedFaces::dropped),
        Face.with("prepareThreshold", "1", "prepared at once", PreparedFaces::serverPrepared),
        Face.with("prepareThreshold", "0", "never prepared", PreparedFaces::serverPrepared),
        Face.with(
            "preferQueryMode",
            "extendedCacheEverything",
            "all cached",
            PreparedFaces::serverPrepared),
        Face.with("binaryTransfer", "false", "all as text", PreparedFaces::serverPrepared),
        Face.of("statements with question marks and dollars", PreparedFaces::markers),
        Face.of("the settings of a prepared statement", PreparedFaces::settings),
        Face.of("two statements of one text", PreparedFaces::twins));
  }

  private static void overTransactions(Connection c, Tape t) throws SQLException {
    PreparedStatement insert = c.prepareStatement("INSERT INTO item (name, price) VALUES (?, ?)");
    PreparedStatement count = c.prepareStatement("SELECT count(*), sum(price) FROM item");
    for (int i = 0; i < 12; i++) {
      c.setAutoCommit(i % 3 == 0);
      insert.setString(1, "n" + i);
      insert.setInt(2, i);
      insert.executeUpdate();
      t.rows(count.executeQuery());
      if (i % 3 == 1) {
        c.rollback();
      } else if (i % 3 == 2) {
        c.commit();
      }
    }
  }

  private static void serverPrepared(Connection c, Tape t) throws SQLException {
    PreparedStatement s =
        c.prepareStatement(
            "SELECT id, price, name, now() IS NULL, ARRAY[id], '1 day'::interval, ?::timestamptz"
                + " FROM item WHERE id >= ? ORDER BY id");
    for (int i = 0; i < 9; i++) {
      s.setTimestamp(1, new java.sql.Timestamp(1_700_000_000_000L + i));
      s.setLong(2, i % 4);
      t.rows(s.executeQuery());
    }
  }

  private static void changingTypes(Connection c, Tape t) throws SQLException {
    PreparedStatement s = c.prepareStatement("SELECT ?::text || '!'");
    for (int i = 0; i < 8; i++) {
      if (i % 2 == 0) {
        s.setInt(1, i);
      } else {
        s.setString(1, "s" + i);
      }
      t.rows(s.executeQuery());
    }
    s.setNull(1, java.sql.Types.VARCHAR);
    t.rows(s.executeQuery());
  }

  private static void stayingValues(Connection c, Tape t) throws SQLException {
    PreparedStatement s = c.prepareStatement("SELECT ?::int, ?::text");
    s.setInt(1, 1);
    s.setString(2, "a");
    t.rows(s.executeQuery());
    s.setString(2, "b");
    t.rows(s.executeQuery());
    s.clearParameters();
    t.attempt(s::executeQuery);
    s.setInt(1, 2);
    t.attempt(s::executeQuery);
  }

  private static void afterError(Connection c, Tape t) throws SQLException {
    PreparedStatement s = c.prepareStatement("SELECT 10 / ?");
    for (int divisor : new int[] {5, 0, 2, 0, 1}) {
      s.setInt(1, divisor);
      t.attempt(() -> t.rows(s.executeQuery()));
    }
    PreparedStatement wrong = c.prepareStatement("SELECT nothing");
    t.attempt(wrong::executeQuery);
    t.attempt(wrong::executeQuery);
  }

  private static void added(Connection c, Tape t, boolean autoCommit) throws SQLException {
    c.setAutoCommit(autoCommit);
    PreparedStatement s =
        c.prepareStatement("SELECT * FROM shape WHERE id > ? ORDER BY id /* " + autoCommit + " */");
    run(c, t, s, 7);
    t.side().behind("ALTER TABLE shape ADD COLUMN b integer DEFAULT 5");
    try {
      run(c, t, s, 3);
    } finally {
      if (!autoCommit) {
        c.rollback();
      }
      t.side().behind("ALTER TABLE shape DROP COLUMN b");
    }
    run(c, t, s, 3);
  }

  private static void dropped(Connection c, Tape t) throws SQLException {
    t.side().behind("ALTER TABLE shape ADD COLUMN b integer DEFAULT 5");
    PreparedStatement s = c.prepareStatement("SELECT b FROM shape WHERE id > ? ORDER BY id");
    run(c, t, s, 7);
    t.side().behind("ALTER TABLE shape DROP COLUMN b");
    run(c, t, s, 2);
  }

  private static void run(Connection c, Tape t, PreparedStatement s, int times)
      throws SQLException {
    for (int i = 0; i < times; i++) {
      s.setInt(1, 0);
      t.attempt(() -> t.rows(s.executeQuery()));
      if (!c.getAutoCommit()) {
        t.attempt(c::rollback);
      }
    }
  }

  private static void markers(Connection c, Tape t) {
    for (String sql :
        List.of(
            "SELECT '?', \"name\", $$?$$, $q$ ? $q$ FROM item WHERE id = ? /* ? */ -- ?",
            "SELECT 'it''s ?' || ?::text",
            "SELECT E'\\'?' || ?::text",
            "SELECT ?::text; SELECT ?::text",
            "SELECT $1::int",
            "SELECT 1 WHERE ?::text IS NOT NULL; -- end")) {
      t.attempt(
          () -> {
            PreparedStatement s = c.prepareStatement(sql);
            s.setInt(1, 2);
            t.results(s, s.execute());
          });
      t.attempt(
          () -> {
            PreparedStatement s = c.prepareStatement(sql);
            s.setInt(1, 2);
            s.setInt(2, 3);
            t.results(s, s.execute());
          });
    }
  }

  private static void settings(Connection c, Tape t) throws SQLException {
    PreparedStatement s = c.prepareStatement("SELECT i FROM generate_series(1, 9) i");
    s.isPoolable();
    s.setMaxRows(2);
    t.rows(s.executeQuery());
    t.rows(s.executeQuery());
    s.setMaxRows(0);
    s.setQueryTimeout(20);
    s.getQueryTimeout();
    t.rows(s.executeQuery());
    s.setPoolable(false);
    s.isPoolable();
    s.getResultSetType();
  }

  private static void twins(Connection c, Tape t) throws SQLException {
    PreparedStatement one = c.prepareStatement("SELECT name FROM item ORDER BY id /* twins */");
    PreparedStatement two = c.prepareStatement("SELECT name FROM item ORDER BY id /* twins */");
    ResultSet first = one.executeQuery();
    first.next();
    ResultSet second = two.executeQuery();
    second.next();
    two.close();
    t.rows(first);
    t.attempt(second::next);
  }
}

package io.croft.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;

/** How rows are walked through: fetch sizes, limits, scrolling, holding. */
final class CursorFaces {

  private static final String TEN = "SELECT i, 'row ' || i AS t FROM generate_series(1, 10) i";

  private CursorFaces() {}

  static List<Face> all() {
    return List.of(
        Face.of("a fetch size in autocommit", (c, t) -> fetch(c, t, true)),
        Face.of("a cursor", (c, t) -> fetch(c, t, false)),
        Face.of("a cursor after commit", (c, t) -> endOf(c, t, c::commit)),
        Face.of("a cursor after rollback", (c, t) -> endOf(c, t, c::rollback)),
        Face.of(
            "a cursor after autocommit was switched on",
            (c, t) -> endOf(c, t, () -> c.setAutoCommit(true))),
        Face.of("rows in memory after commit", (c, t) -> inMemory(c, t, c::commit)),
        Face.of("rows in memory after rollback", (c, t) -> inMemory(c, t, c::rollback)),
        Face.of("rows in memory while others are asked for", CursorFaces::interleaved),
        Face.of("a held cursor", CursorFaces::held),
        Face.of("two cursors at once", CursorFaces::twoCursors),
        Face.of("a statement's own limits", CursorFaces::limits),
        Face.of("limits that are none", CursorFaces::badLimits),
        Face.of("a fetch size on the rows", CursorFaces::fetchSizeOfRows),
        Face.with(
            "defaultRowFetchSize", "3", "a default fetch size", (c, t) -> fetch(c, t, false)));
  }

  private static void fetch(Connection c, Tape t, boolean autoCommit) throws Exception {
    c.setAutoCommit(autoCommit);
    Statement s = c.createStatement();
    s.getFetchSize();
    s.setFetchSize(4);
    s.getFetchSize();
    ResultSet rows = s.executeQuery(TEN);
    rows.getFetchSize();
    rows.isBeforeFirst();
    t.rows(rows);
    rows.isAfterLast();
    t.attempt(rows::next);
    t.attempt(() -> rows.getInt(1));
    t.rows(c.prepareStatement(TEN).executeQuery());
  }

  private static void endOf(Connection c, Tape t, Tape.Act end) throws Exception {
    c.setAutoCommit(false);
    Statement s = c.createStatement();
    s.setFetchSize(3);
    ResultSet rows = s.executeQuery(TEN);
    rows.next();
    end.run();
    t.attempt(() -> rows.getInt(1));
    t.attempt(rows::isClosed);
    t.attempt(rows::next);
    t.attempt(rows::next);
    t.attempt(rows::next);
    t.attempt(rows::close);
    t.attempt(() -> t.rows(s.executeQuery("SELECT 1")));
  }

  private static void inMemory(Connection c, Tape t, Tape.Act end) throws Exception {
    c.setAutoCommit(false);
    ResultSet rows =
        c.createStatement().executeQuery("SELECT id, name, price FROM item ORDER BY id");
    rows.next();
    end.run();
    t.rows(rows);
    rows.isClosed();
    rows.close();
    rows.isClosed();
  }

  private static void interleaved(Connection c, Tape t) throws Exception {
    ResultSet outer = c.createStatement().executeQuery("SELECT id FROM item ORDER BY id");
    while (outer.next()) {
      t.look(c, "SELECT name FROM item WHERE id = " + outer.getLong(1));
    }
  }

  private static void held(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    Statement s =
        c.createStatement(
            ResultSet.TYPE_FORWARD_ONLY,
            ResultSet.CONCUR_READ_ONLY,
            ResultSet.HOLD_CURSORS_OVER_COMMIT);
    s.setFetchSize(3);
    s.getResultSetHoldability();
    ResultSet rows = s.executeQuery(TEN);
    rows.getHoldability();
    rows.next();
    c.commit();
    t.rows(rows);
    c.setHoldability(ResultSet.HOLD_CURSORS_OVER_COMMIT);
    c.getHoldability();
    Statement later = c.createStatement();
    later.getResultSetHoldability();
    later.setFetchSize(2);
    ResultSet others = later.executeQuery(TEN);
    others.next();
    c.commit();
    t.rows(others);
  }

  private static void twoCursors(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    Statement one = c.createStatement();
    Statement two = c.createStatement();
    one.setFetchSize(2);
    two.setFetchSize(3);
    ResultSet first = one.executeQuery(TEN);
    ResultSet second = two.executeQuery(TEN);
    while (first.next() && second.next()) {
      first.getInt(1);
      second.getString(2);
    }
    c.commit();
  }

  private static void limits(Connection c, Tape t) throws Exception {
    Statement s = c.createStatement();
    s.setMaxRows(3);
    s.getMaxRows();
    t.rows(s.executeQuery(TEN));
    s.setMaxRows(0);
    s.setMaxFieldSize(2);
    s.getMaxFieldSize();
    t.rows(s.executeQuery("SELECT 'abcdef'::text, 'abcdef'::bytea, 123456"));
    s.setFetchDirection(ResultSet.FETCH_REVERSE);
    s.getFetchDirection();
    t.attempt(() -> t.rows(s.executeQuery("SELECT 1")));
  }

  private static void badLimits(Connection c, Tape t) throws Exception {
    Statement s = c.createStatement();
    t.attempt(() -> s.setFetchSize(-1));
    t.attempt(() -> s.setMaxRows(-1));
    t.attempt(() -> s.setMaxFieldSize(-1));
    t.attempt(() -> s.setQueryTimeout(-1));
    t.attempt(() -> s.setFetchDirection(42));
    t.rows(s.executeQuery("SELECT 1"));
  }

  private static void fetchSizeOfRows(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    Statement s = c.createStatement();
    s.setFetchSize(2);
    ResultSet rows = s.executeQuery(TEN);
    rows.setFetchSize(5);
    rows.getFetchSize();
    t.attempt(() -> rows.setFetchSize(-1));
    t.attempt(() -> rows.setFetchDirection(ResultSet.FETCH_REVERSE));
    t.rows(rows);
  }
}

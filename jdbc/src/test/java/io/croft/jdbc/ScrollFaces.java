package io.croft.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;

/** Rows that are walked through in every direction, and changed in place. */
final class ScrollFaces {

  private static final String TEN = "SELECT i, 'row ' || i AS t FROM generate_series(1, 10) i";

  private ScrollFaces() {}

  static List<Face> all() {
    return List.of(
        Face.of("scrolling", (c, t) -> scroll(c, t, ResultSet.TYPE_SCROLL_INSENSITIVE)),
        Face.of("scrolling sensitively", (c, t) -> scroll(c, t, ResultSet.TYPE_SCROLL_SENSITIVE)),
        Face.of("scrolling forward only", (c, t) -> scroll(c, t, ResultSet.TYPE_FORWARD_ONLY)),
        Face.of("scrolling in a transaction with a fetch size", ScrollFaces::scrollInTransaction),
        Face.of("statements of a type that is none", ScrollFaces::badTypes),
        Face.of("updatable rows", ScrollFaces::updatable),
        Face.of("updatable rows without their key", ScrollFaces::updatableWithoutKey),
        Face.of("rows that are not updatable", ScrollFaces::notUpdatable),
        Face.of("updatable rows in autocommit", ScrollFaces::updatableInAutocommit),
        Face.of("rows about themselves", ScrollFaces::aboutRows));
  }

  private static void scroll(Connection c, Tape t, int type) throws Exception {
    Statement s = c.createStatement(type, ResultSet.CONCUR_READ_ONLY);
    s.getResultSetType();
    walk(s.executeQuery(TEN), t);
  }

  private static void walk(ResultSet rows, Tape t) {
    t.attempt(rows::getType);
    t.attempt(rows::getConcurrency);
    t.attempt(rows::last);
    t.attempt(rows::getRow);
    t.attempt(rows::isLast);
    t.attempt(rows::previous);
    t.attempt(rows::first);
    t.attempt(rows::isFirst);
    t.attempt(() -> rows.absolute(4));
    t.attempt(() -> rows.absolute(-2));
    t.attempt(() -> rows.absolute(99));
    t.attempt(() -> rows.relative(-3));
    t.attempt(() -> rows.getString(2));
    t.attempt(rows::beforeFirst);
    t.attempt(rows::isBeforeFirst);
    t.attempt(rows::afterLast);
    t.attempt(rows::isAfterLast);
    t.attempt(rows::previous);
    t.attempt(() -> rows.setFetchDirection(ResultSet.FETCH_REVERSE));
    t.attempt(rows::getFetchDirection);
  }

  private static void scrollInTransaction(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    Statement s = c.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
    s.setFetchSize(2);
    walk(s.executeQuery(TEN), t);
    c.commit();
  }

  private static void badTypes(Connection c, Tape t) {
    t.attempt(() -> c.createStatement(1, 1).executeQuery("SELECT 1"));
    t.attempt(() -> c.createStatement(ResultSet.TYPE_FORWARD_ONLY, 1).executeQuery("SELECT 1"));
    t.attempt(
        () ->
            c.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY, 77)
                .executeQuery("SELECT 1"));
    t.attempt(() -> c.prepareStatement("SELECT 1", 1, 1).executeQuery());
  }

  private static void updatable(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    Statement s = c.createStatement(ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_UPDATABLE);
    ResultSet rows = s.executeQuery("SELECT tenant_id, id, name, price FROM item");
    rows.getConcurrency();
    rows.next();
    rows.updateString("name", "adze");
    rows.updateBigDecimal(4, new java.math.BigDecimal("1.25"));
    rows.updateRow();
    rows.rowUpdated();
    rows.getString("name");
    rows.next();
    rows.updateString("name", "lost");
    rows.cancelRowUpdates();
    rows.getString("name");
    rows.deleteRow();
    rows.moveToInsertRow();
    rows.updateObject("tenant_id", tenant(c, t));
    rows.updateLong("id", 50);
    rows.updateString("name", "new");
    rows.updateNull("price");
    rows.insertRow();
    rows.moveToCurrentRow();
    rows.refreshRow();
    t.attempt(() -> rows.updateString("nothing", "x"));
    t.attempt(
        () -> {
          rows.first();
          rows.updateString("name", "cup");
          rows.updateRow();
        });
    c.rollback();
    t.look(c, "SELECT id, name, price FROM item ORDER BY id");
  }

  private static Object tenant(Connection c, Tape t) throws Exception {
    try (ResultSet row = c.createStatement().executeQuery("SELECT croft.tenant() AS tenant")) {
      row.next();
      return t.original(ResultSet.class, row).getObject(1);
    }
  }

  private static void updatableWithoutKey(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    Statement s = c.createStatement(ResultSet.TYPE_SCROLL_SENSITIVE, ResultSet.CONCUR_UPDATABLE);
    ResultSet rows = s.executeQuery("SELECT name FROM item");
    rows.next();
    t.attempt(() -> rows.updateString(1, "x"));
    t.attempt(rows::deleteRow);
  }

  private static void notUpdatable(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    ResultSet rows = c.createStatement().executeQuery("SELECT tenant_id, id, name FROM item");
    rows.next();
    t.attempt(() -> rows.updateString(3, "x"));
    t.attempt(rows::updateRow);
    t.attempt(rows::deleteRow);
    t.attempt(rows::moveToInsertRow);
    t.attempt(rows::refreshRow);
    t.attempt(rows::rowDeleted);
  }

  private static void updatableInAutocommit(Connection c, Tape t) throws Exception {
    Statement s = c.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_UPDATABLE);
    ResultSet rows = s.executeQuery("SELECT tenant_id, id, name FROM item ORDER BY id");
    rows.next();
    t.attempt(
        () -> {
          rows.updateString("name", "adze");
          rows.updateRow();
        });
    t.attempt(rows::deleteRow);
    t.attempt(rows::refreshRow);
    t.look(c, "SELECT count(*) FROM item");
  }

  private static void aboutRows(Connection c, Tape t) throws Exception {
    ResultSet rows = c.createStatement().executeQuery(TEN);
    rows.getStatement();
    rows.getWarnings();
    rows.clearWarnings();
    t.attempt(rows::getCursorName);
    rows.getRow();
    rows.next();
    rows.getRow();
    t.attempt(rows::getHoldability);
    t.attempt(rows::rowUpdated);
    t.attempt(rows::rowInserted);
    t.attempt(rows::getFetchDirection);
    t.attempt(() -> rows.unwrap(ResultSet.class));
    t.attempt(() -> rows.isWrapperFor(ResultSet.class));
    t.attempt(() -> rows.isWrapperFor(Connection.class));
    rows.close();
    rows.close();
    t.attempt(rows::getStatement);
    t.attempt(rows::getRow);
    t.attempt(rows::getMetaData);
    t.attempt(rows::wasNull);
    t.attempt(() -> rows.findColumn("i"));
    t.attempt(rows::isBeforeFirst);
    t.attempt(rows::getFetchSize);
    t.attempt(rows::getWarnings);
  }
}

package io.croft.jdbc;

import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;

/** Plain statements: what they return, in which order, and what stays after an error. */
final class StatementFaces {

  private static final String TWO_QUERIES = "SELECT 1 AS a; SELECT 2 AS b, 'x' AS c";
  private static final String MIXTURE =
      "INSERT INTO item (name) VALUES ('m'); SELECT name FROM item ORDER BY id;"
          + " UPDATE item SET price = 1; SELECT 7; DELETE FROM item WHERE name = 'm'";

  private StatementFaces() {}

  static List<Face> all() {
    return List.of(
        Face.of(
            "a query",
            (c, t) -> {
              Statement s = c.createStatement();
              t.rows(s.executeQuery("SELECT id, name, price FROM item ORDER BY id"));
              s.getResultSet();
              s.getUpdateCount();
              s.getMoreResults();
              s.getUpdateCount();
            }),
        Face.of(
            "an update",
            (c, t) -> {
              Statement s = c.createStatement();
              s.executeUpdate("UPDATE item SET price = 5 WHERE id < 3");
              s.getUpdateCount();
              s.getLargeUpdateCount();
              s.getResultSet();
              s.getMoreResults();
              s.getUpdateCount();
              s.executeLargeUpdate("DELETE FROM item WHERE id = 3");
              s.getLargeUpdateCount();
              s.executeUpdate("DELETE FROM item WHERE id = 3");
            }),
        Face.of(
            "execute of a query and of an update",
            (c, t) -> {
              Statement s = c.createStatement();
              t.results(s, s.execute("SELECT name FROM item ORDER BY id"));
              t.results(s, s.execute("UPDATE item SET price = 1"));
              t.results(s, s.execute("SET LOCAL work_mem = '1MB'"));
            }),
        Face.of(
            "the wrong execute",
            (c, t) -> {
              Statement s = c.createStatement();
              t.attempt(() -> s.executeQuery("UPDATE item SET price = 1"));
              t.attempt(() -> s.executeUpdate("SELECT 1"));
              t.attempt(() -> s.executeLargeUpdate("SELECT 1"));
              t.attempt(() -> s.executeQuery("SET LOCAL work_mem = '1MB'"));
              t.attempt(() -> s.executeQuery(""));
              t.attempt(() -> s.executeUpdate(""));
              t.attempt(() -> s.execute(""));
              t.attempt(() -> s.execute(" -- nothing"));
              t.attempt(() -> s.getUpdateCount());
              t.look(c, "SELECT name, price FROM item ORDER BY id");
            }),
        Face.of(
            "SQL null",
            (c, t) -> {
              Statement s = c.createStatement();
              t.attempt(() -> s.execute(null));
              t.attempt(() -> c.prepareStatement(null));
              t.attempt(() -> s.addBatch(null));
            }),
        Face.of(
            "several statements in one text",
            (c, t) -> {
              Statement s = c.createStatement();
              t.results(s, s.execute(TWO_QUERIES));
              t.results(s, s.execute(MIXTURE));
              t.look(c, "SELECT name, price FROM item ORDER BY id");
            }),
        Face.of(
            "several statements by executeQuery and executeUpdate",
            (c, t) -> {
              Statement s = c.createStatement();
              t.attempt(() -> s.executeQuery(TWO_QUERIES));
              t.attempt(
                  () -> s.executeUpdate("UPDATE item SET price = 1; UPDATE item SET price = 2"));
              t.attempt(() -> s.getMoreResults());
              t.attempt(() -> s.getUpdateCount());
              t.attempt(() -> t.rows(s.executeQuery("UPDATE item SET price = 3; SELECT 3")));
              t.attempt(() -> t.rows(s.executeQuery("SELECT 3; UPDATE item SET price = 3")));
              t.attempt(() -> s.executeUpdate("UPDATE item SET price = 4; SELECT 4"));
              t.attempt(() -> s.executeUpdate("SELECT 4; UPDATE item SET price = 4"));
              t.look(c, "SELECT price FROM item ORDER BY id");
            }),
        Face.of(
            "several statements of which one fails",
            (c, t) -> {
              Statement s = c.createStatement();
              t.attempt(() -> s.execute("UPDATE item SET price = 1; SELECT 1/0; DELETE FROM item"));
              t.attempt(() -> s.getUpdateCount());
              t.attempt(() -> s.getResultSet());
              t.look(c, "SELECT price FROM item ORDER BY id");
            }),
        more(Statement.CLOSE_CURRENT_RESULT, "CLOSE_CURRENT_RESULT"),
        more(Statement.KEEP_CURRENT_RESULT, "KEEP_CURRENT_RESULT"),
        more(Statement.CLOSE_ALL_RESULTS, "CLOSE_ALL_RESULTS"),
        Face.of(
            "getMoreResults with a constant that is none",
            (c, t) -> {
              Statement s = c.createStatement();
              s.execute(TWO_QUERIES);
              t.attempt(() -> s.getMoreResults(77));
            }),
        Face.of(
            "results before anything was executed",
            (c, t) -> {
              Statement s = c.createStatement();
              t.attempt(() -> s.getResultSet());
              t.attempt(() -> s.getUpdateCount());
              t.attempt(() -> s.getMoreResults());
              t.attempt(() -> s.getGeneratedKeys().next());
              t.attempt(() -> s.getWarnings());
              t.attempt(() -> s.clearWarnings());
              t.attempt(() -> s.cancel());
            }),
        Face.of(
            "a statement after its errors",
            (c, t) -> {
              Statement s = c.createStatement();
              t.attempt(() -> s.executeQuery("SELECT * FROM nowhere"));
              t.attempt(() -> s.executeQuery("SELEKT"));
              t.attempt(() -> s.executeUpdate("INSERT INTO item (name) VALUES ('axe')"));
              t.attempt(() -> s.executeUpdate("INSERT INTO item (name) VALUES (NULL)"));
              t.attempt(() -> s.executeUpdate("UPDATE item SET price = -1"));
              t.attempt(() -> s.executeUpdate("UPDATE item SET price = 12345678901"));
              t.attempt(() -> s.executeQuery("SELECT 'x'::int"));
              t.attempt(() -> s.executeQuery("SELECT fail('22012')"));
              t.attempt(() -> s.executeQuery("SELECT fail('P0099')"));
              t.attempt(() -> s.executeQuery("SELECT ?"));
              t.rows(s.executeQuery("SELECT 1"));
            }),
        Face.of(
            "executing anew closes the rows before",
            (c, t) -> {
              Statement s = c.createStatement();
              ResultSet first = s.executeQuery("SELECT 1");
              ResultSet second = s.executeQuery("SELECT 2");
              first.isClosed();
              second.isClosed();
              t.attempt(first::next);
              t.attempt(() -> s.executeQuery("SELECT 1/0"));
              second.isClosed();
              t.attempt(second::next);
            }),
        Face.of(
            "closeOnCompletion",
            (c, t) -> {
              Statement s = c.createStatement();
              s.isCloseOnCompletion();
              s.closeOnCompletion();
              s.isCloseOnCompletion();
              ResultSet rows = s.executeQuery("SELECT 1");
              s.isClosed();
              rows.close();
              s.isClosed();
              t.attempt(() -> s.executeQuery("SELECT 1"));
              t.attempt(() -> s.closeOnCompletion());
              t.attempt(() -> s.isCloseOnCompletion());
            }),
        Face.of(
            "closeOnCompletion with two results",
            (c, t) -> {
              Statement s = c.createStatement();
              s.closeOnCompletion();
              s.execute(TWO_QUERIES);
              ResultSet first = s.getResultSet();
              first.close();
              s.isClosed();
              t.attempt(() -> s.getMoreResults());
              t.attempt(() -> s.getResultSet().close());
              s.isClosed();
            }),
        Face.of(
            "the words of a statement about itself",
            (c, t) -> {
              Statement s = c.createStatement();
              s.isPoolable();
              s.setPoolable(true);
              s.isPoolable();
              s.getConnection();
              s.getFetchDirection();
              s.getFetchSize();
              s.getMaxFieldSize();
              s.getMaxRows();
              t.attempt(s::getLargeMaxRows);
              t.attempt(() -> s.setLargeMaxRows(5));
              s.getQueryTimeout();
              s.getResultSetType();
              s.getResultSetConcurrency();
              s.getResultSetHoldability();
              t.attempt(() -> s.enquoteIdentifier("a\"b", false));
              t.attempt(() -> s.enquoteIdentifier("ab", false));
              t.attempt(() -> s.enquoteIdentifier("ab", true));
              t.attempt(() -> s.enquoteLiteral("it's"));
              t.attempt(() -> s.enquoteNCharLiteral("it's"));
              t.attempt(() -> s.isSimpleIdentifier("ab"));
              t.attempt(() -> s.setCursorName("c"));
              t.attempt(() -> s.setEscapeProcessing(false));
              t.attempt(() -> s.executeQuery("SELECT {fn abs(-1)}"));
            }));
  }

  private static Face more(int current, String name) {
    return Face.of(
        "getMoreResults with " + name,
        (c, t) -> {
          Statement s = c.createStatement();
          s.execute("SELECT 1; SELECT 2; UPDATE item SET price = 1; SELECT 3");
          ResultSet first = s.getResultSet();
          s.getMoreResults(Statement.KEEP_CURRENT_RESULT);
          ResultSet second = s.getResultSet();
          s.getMoreResults(current);
          first.isClosed();
          second.isClosed();
          s.getUpdateCount();
          s.getMoreResults(current);
          t.rows(s.getResultSet());
          s.getMoreResults(current);
          s.getMoreResults(current);
          s.getUpdateCount();
          s.getResultSet();
        });
  }
}

package io.croft.jdbc;

import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What is said beside the results, and what ends a statement from outside. */
final class WarningFaces {

  private static final String SLEEP = "SELECT pg_sleep(60)";

  private WarningFaces() {}

  static List<Face> all() {
    return List.of(
        Face.of("warnings of a statement", (c, t) -> warnings(c, t, true)),
        Face.of("warnings in a transaction", (c, t) -> warnings(c, t, false)),
        Face.of("warnings of a prepared statement and of a call", WarningFaces::ofPrepared),
        Face.of("warnings of a batch", WarningFaces::ofBatch),
        Face.of("warnings of a statement that fails", WarningFaces::ofFailing),
        Face.of("warnings of the connection", WarningFaces::ofConnection),
        Face.of("a query timeout", WarningFaces::timeout),
        Face.of("a query timeout that is not reached", WarningFaces::timeoutNotReached),
        Face.of("a statement timeout of the server", WarningFaces::serverTimeout),
        Face.of("cancel in autocommit", (c, t) -> cancel(c, t, true)),
        Face.of("cancel in a transaction", (c, t) -> cancel(c, t, false)),
        Face.of("cancel of what does not run", WarningFaces::cancelNothing),
        Face.of("abort of what runs", WarningFaces::abort),
        Face.of("close of a statement that runs nothing", WarningFaces::closeIdle));
  }

  private static void warnings(Connection c, Tape t, boolean autoCommit) throws SQLException {
    c.setAutoCommit(autoCommit);
    Statement s = c.createStatement();
    t.rows(s.executeQuery("SELECT shout('hello')"));
    s.getWarnings();
    s.getWarnings();
    s.clearWarnings();
    s.getWarnings();
    t.rows(s.executeQuery("SELECT shout('one'), shout('two')"));
    s.getWarnings();
    s.executeQuery("SELECT 1").getWarnings();
    s.getWarnings();
    c.getWarnings();
    if (!autoCommit) {
      s.execute("SELECT shout('before the end')");
      c.commit();
      s.getWarnings();
      c.getWarnings();
    }
  }

  private static void ofPrepared(Connection c, Tape t) throws SQLException {
    PreparedStatement s = c.prepareStatement("SELECT shout(?)");
    s.setString(1, "hey");
    s.execute();
    s.getWarnings();
    s.execute();
    s.getWarnings();
    CallableStatement call = c.prepareCall("{? = call shout(?)}");
    call.registerOutParameter(1, Types.INTEGER);
    call.setString(2, "called");
    call.execute();
    call.getInt(1);
    call.getWarnings();
  }

  private static void ofBatch(Connection c, Tape t) throws SQLException {
    Statement s = c.createStatement();
    s.addBatch("DO 'BEGIN RAISE WARNING ''in a batch''; END'");
    s.addBatch("UPDATE item SET price = 1");
    s.executeBatch();
    s.getWarnings();
  }

  private static void ofFailing(Connection c, Tape t) throws SQLException {
    Statement s = c.createStatement();
    t.attempt(() -> s.execute("SELECT shout('then fail'), fail('22012')"));
    t.attempt(s::getWarnings);
    t.attempt(() -> s.execute("SELECT 1"));
    t.attempt(s::getWarnings);
  }

  private static void ofConnection(Connection c, Tape t) throws SQLException {
    c.getWarnings();
    c.setAutoCommit(false);
    c.createStatement().execute("SELECT shout('hello')");
    c.getWarnings();
    c.clearWarnings();
    c.rollback();
    c.getWarnings();
    c.setAutoCommit(true);
    t.attempt(() -> c.createStatement().execute("ROLLBACK"));
    c.getWarnings();
  }

  private static void timeout(Connection c, Tape t) throws SQLException {
    Statement s = c.createStatement();
    s.setQueryTimeout(1);
    s.getQueryTimeout();
    t.attempt(() -> s.executeQuery(SLEEP));
    t.attempt(() -> t.rows(s.executeQuery("SELECT 1")));
    t.look(c, "SELECT count(*) FROM item");
  }

  private static void timeoutNotReached(Connection c, Tape t) throws SQLException {
    PreparedStatement s = c.prepareStatement("SELECT 1");
    s.setQueryTimeout(60);
    t.rows(s.executeQuery());
    t.rows(s.executeQuery());
  }

  private static void serverTimeout(Connection c, Tape t) throws SQLException {
    c.setAutoCommit(false);
    Statement s = c.createStatement();
    s.execute("SET LOCAL statement_timeout = '50ms'");
    t.attempt(() -> s.execute(SLEEP));
    c.rollback();
    t.look(c, "SELECT 1");
    c.rollback();
  }

  private static void cancel(Connection c, Tape t, boolean autoCommit) throws Exception {
    c.setAutoCommit(autoCommit);
    Statement s = c.createStatement();
    Statement behind = t.original(Statement.class, s);
    CompletableFuture<Void> cancelled = t.side().whenAsleep(behind::cancel);
    t.attempt(() -> s.execute(SLEEP));
    cancelled.get(30, TimeUnit.SECONDS);
    t.attempt(() -> s.execute("SELECT 1"));
    if (!autoCommit) {
      c.rollback();
    }
    t.look(c, "SELECT count(*) FROM item");
  }

  private static void cancelNothing(Connection c, Tape t) throws SQLException {
    Statement s = c.createStatement();
    s.cancel();
    t.rows(s.executeQuery("SELECT 1"));
    s.cancel();
    t.rows(s.executeQuery("SELECT 2"));
    c.setAutoCommit(false);
    t.rows(s.executeQuery("SELECT 3"));
    s.cancel();
    t.rows(s.executeQuery("SELECT 4"));
    c.commit();
  }

  private static void abort(Connection c, Tape t) throws Exception {
    Statement s = c.createStatement();
    Connection behind = t.original(Connection.class, c);
    CompletableFuture<Void> aborted = t.side().whenAsleep(() -> behind.abort(Runnable::run));
    t.attempt(() -> s.execute(SLEEP));
    aborted.get(30, TimeUnit.SECONDS);
    c.isClosed();
    t.attempt(() -> s.execute("SELECT 1"));
  }

  private static void closeIdle(Connection c, Tape t) throws SQLException {
    c.setAutoCommit(false);
    Statement s = c.createStatement();
    ResultSet rows = s.executeQuery("SELECT 1");
    s.close();
    rows.isClosed();
    c.createStatement().close();
    t.look(c, "SELECT 1");
    c.commit();
  }
}

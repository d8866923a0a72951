package io.croft.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** Where transactions begin and end, and what stays. */
final class TransactionFaces {

  private static final String LOOK = "SELECT name FROM item ORDER BY name";

  private TransactionFaces() {}

  static List<Face> all() {
    return List.of(
        Face.of("commit and rollback", TransactionFaces::commitAndRollback),
        Face.of("commit and rollback with nothing to do", TransactionFaces::nothingToDo),
        Face.of("ending a transaction in autocommit", TransactionFaces::inAutocommit),
        Face.of("autocommit switched on in a transaction", TransactionFaces::switchedOn),
        Face.of("autocommit switched to what it is", TransactionFaces::switchedInPlace),
        Face.of("a failed transaction that is committed", TransactionFaces::failedThenCommit),
        Face.of("a failed transaction with autocommit switched on", TransactionFaces::failedThenOn),
        Face.of("a failed transaction that is rolled back", TransactionFaces::failedThenRollback),
        Face.of("a constraint that fails at commit", TransactionFaces::deferred),
        Face.of("a constraint that fails in autocommit", TransactionFaces::deferredInAutocommit),
        Face.of("transaction control as text", TransactionFaces::asText),
        Face.of("transaction control as text in autocommit", TransactionFaces::asTextInAutocommit),
        Face.with("autosave", "always", "autosave", TransactionFaces::autosaved),
        Face.with(
            "autosave", "conservative", "autosave, conservatively", TransactionFaces::autosaved),
        Face.of("a close that is not committed", TransactionFaces::closed));
  }

  private static int insert(Connection c, String name) throws SQLException {
    try (Statement s = c.createStatement()) {
      return s.executeUpdate("INSERT INTO item (name) VALUES ('" + name + "')");
    }
  }

  private static void fail(Connection c, Tape t) {
    t.attempt(() -> c.createStatement().execute("SELECT 1/0"));
  }

  private static void commitAndRollback(Connection c, Tape t) throws Exception {
    c.getAutoCommit();
    c.setAutoCommit(false);
    c.getAutoCommit();
    insert(c, "kept");
    c.commit();
    insert(c, "undone");
    t.look(c, LOOK);
    c.rollback();
    t.look(c, LOOK);
  }

  private static void nothingToDo(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    c.commit();
    c.rollback();
    c.commit();
    t.look(c, LOOK);
    c.commit();
    c.commit();
  }

  private static void inAutocommit(Connection c, Tape t) {
    t.attempt(c::commit);
    t.attempt(c::rollback);
    t.attempt(c::setSavepoint);
    t.attempt(() -> c.setSavepoint("s"));
    t.attempt(() -> c.rollback(null));
    t.attempt(() -> c.releaseSavepoint(null));
  }

  private static void switchedOn(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    insert(c, "committed by the switch");
    c.setAutoCommit(true);
    t.look(c, LOOK);
    c.setAutoCommit(false);
    c.rollback();
    t.look(c, LOOK);
  }

  private static void switchedInPlace(Connection c, Tape t) throws Exception {
    c.setAutoCommit(true);
    c.setAutoCommit(false);
    insert(c, "not committed");
    c.setAutoCommit(false);
    c.rollback();
    t.look(c, LOOK);
  }

  private static void failedThenCommit(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    insert(c, "never");
    fail(c, t);
    t.attempt(() -> t.look(c, LOOK));
    t.attempt(c::commit);
    t.look(c, LOOK);
    insert(c, "next");
    c.commit();
    t.look(c, LOOK);
  }

  private static void failedThenOn(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    insert(c, "never");
    fail(c, t);
    t.attempt(() -> c.setAutoCommit(true));
    t.attempt(c::getAutoCommit);
    t.attempt(() -> c.setAutoCommit(true));
    t.look(c, LOOK);
  }

  private static void failedThenRollback(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    insert(c, "never");
    fail(c, t);
    fail(c, t);
    t.attempt(c::setSavepoint);
    c.rollback();
    t.look(c, LOOK);
  }

  private static void deferred(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    c.createStatement().executeUpdate("INSERT INTO part (id, item) VALUES (1, 999)");
    t.attempt(c::commit);
    t.look(c, "SELECT count(*) FROM part");
    c.commit();
  }

  private static void deferredInAutocommit(Connection c, Tape t) throws Exception {
    Statement s = c.createStatement();
    t.attempt(() -> s.executeUpdate("INSERT INTO part (id, item) VALUES (1, 999)"));
    t.attempt(s::getUpdateCount);
    PreparedStatement p = c.prepareStatement("INSERT INTO part (id, item) VALUES (?, ?)");
    p.setLong(1, 2);
    p.setLong(2, 999);
    t.attempt(p::executeUpdate);
    p.addBatch();
    t.attempt(p::executeBatch);
    t.look(c, "SELECT count(*) FROM part");
  }

  private static void asText(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    Statement s = c.createStatement();
    insert(c, "by text");
    s.execute("COMMIT");
    insert(c, "undone");
    s.execute("ROLLBACK");
    t.look(c, LOOK);
    s.execute("SAVEPOINT p");
    insert(c, "undone");
    s.execute("ROLLBACK TO p");
    s.execute("RELEASE p");
    t.look(c, LOOK);
    c.rollback();
  }

  private static void asTextInAutocommit(Connection c, Tape t) throws Exception {
    Statement s = c.createStatement();
    t.attempt(
        () -> {
          s.execute("BEGIN");
          insert(c, "between");
          s.execute("ROLLBACK");
        });
    t.look(c, LOOK);
    t.attempt(() -> s.execute("BEGIN; INSERT INTO item (name) VALUES ('whole'); COMMIT"));
    t.look(c, LOOK);
  }

  private static void autosaved(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    insert(c, "kept");
    fail(c, t);
    t.attempt(() -> insert(c, "kept, too"));
    t.attempt(c::commit);
    t.look(c, LOOK);
    c.rollback();
  }

  private static void closed(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    insert(c, "lost");
    ResultSet rows = c.createStatement().executeQuery(LOOK);
    c.close();
    t.attempt(rows::next);
    t.attempt(rows::isClosed);
    t.attempt(c::commit);
    t.attempt(c::close);
  }
}

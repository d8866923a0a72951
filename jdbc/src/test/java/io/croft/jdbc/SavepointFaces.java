package io.croft.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.List;

/** Savepoints: with a name and without, in each other, after their end. */
final class SavepointFaces {

  private static final String LOOK = "SELECT name FROM item ORDER BY name";

  private SavepointFaces() {}

  static List<Face> all() {
    return List.of(
        Face.of("a savepoint without a name", SavepointFaces::unnamed),
        Face.of("a savepoint with a name", SavepointFaces::named),
        Face.of("savepoints in each other", SavepointFaces::nested),
        Face.of("a savepoint after its end", SavepointFaces::afterEnd),
        Face.of("a savepoint of an earlier transaction", SavepointFaces::ofBefore),
        Face.of(
            "a failed transaction that is rolled back to a savepoint",
            SavepointFaces::failedToSavepoint));
  }

  private static int insert(Connection c, String name) throws SQLException {
    try (Statement s = c.createStatement()) {
      return s.executeUpdate("INSERT INTO item (name) VALUES ('" + name + "')");
    }
  }

  private static void fail(Connection c, Tape t) {
    t.attempt(() -> c.createStatement().execute("SELECT 1/0"));
  }

  private static void unnamed(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    insert(c, "before");
    Savepoint savepoint = c.setSavepoint();
    // Which number it is says how many the physical connection has had.
    t.note("numbered", t.original(Savepoint.class, savepoint).getSavepointId() >= 0);
    t.attempt(savepoint::getSavepointName);
    insert(c, "after");
    c.rollback(savepoint);
    t.look(c, LOOK);
    insert(c, "again");
    c.rollback(savepoint);
    c.releaseSavepoint(savepoint);
    t.attempt(() -> c.rollback(savepoint));
    t.attempt(() -> c.releaseSavepoint(savepoint));
    t.attempt(savepoint::getSavepointId);
    c.commit();
    t.look(c, LOOK);
  }

  private static void named(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    Savepoint first = c.setSavepoint("a \"name\"");
    first.getSavepointName();
    t.attempt(first::getSavepointId);
    insert(c, "one");
    Savepoint same = c.setSavepoint("a \"name\"");
    insert(c, "two");
    c.rollback(same);
    c.releaseSavepoint(same);
    t.attempt(same::getSavepointName);
    t.look(c, LOOK);
    c.rollback(first);
    t.look(c, LOOK);
  }

  private static void nested(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    Savepoint outer = c.setSavepoint("outer");
    insert(c, "one");
    Savepoint inner = c.setSavepoint("inner");
    insert(c, "two");
    c.rollback(outer);
    t.attempt(() -> c.rollback(inner));
    t.attempt(() -> t.look(c, LOOK));
    t.attempt(() -> c.rollback(outer));
    t.attempt(() -> t.look(c, LOOK));
    c.commit();
  }

  private static void afterEnd(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    Savepoint savepoint = c.setSavepoint("s");
    c.commit();
    t.attempt(() -> c.rollback(savepoint));
    t.attempt(c::rollback);
    t.attempt(() -> c.releaseSavepoint(savepoint));
    t.attempt(c::rollback);
    t.attempt(() -> t.look(c, LOOK));
  }

  private static void ofBefore(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    Savepoint old = c.setSavepoint("s");
    c.rollback();
    c.setSavepoint("s");
    insert(c, "new");
    t.attempt(() -> c.rollback(old));
    t.attempt(() -> t.look(c, LOOK));
  }

  private static void failedToSavepoint(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    insert(c, "kept");
    Savepoint savepoint = c.setSavepoint();
    fail(c, t);
    t.attempt(() -> c.releaseSavepoint(savepoint));
    c.rollback(savepoint);
    insert(c, "also kept");
    c.commit();
    t.look(c, LOOK);
  }
}

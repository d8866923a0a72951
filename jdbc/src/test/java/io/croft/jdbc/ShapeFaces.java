package io.croft.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** What a transaction is asked to be: read-only, of an isolation level. */
final class ShapeFaces {

  private static final String LOOK = "SELECT name FROM item ORDER BY name";

  private ShapeFaces() {}

  static List<Face> all() {
    return List.of(
        Face.of("read-only", ShapeFaces::readOnly),
        Face.of("read-only set in a transaction", ShapeFaces::readOnlyTooLate),
        Face.of("isolation levels", ShapeFaces::levels),
        Face.of("an isolation level set in a transaction", ShapeFaces::levelTooLate),
        Face.of("an isolation level in autocommit", ShapeFaces::levelInAutocommit),
        Face.of("settings of a transaction", ShapeFaces::settings));
  }

  private static int insert(Connection c, String name) throws SQLException {
    try (Statement s = c.createStatement()) {
      return s.executeUpdate("INSERT INTO item (name) VALUES ('" + name + "')");
    }
  }

  private static void readOnly(Connection c, Tape t) throws Exception {
    c.isReadOnly();
    c.setReadOnly(true);
    c.isReadOnly();
    t.look(c, LOOK);
    t.attempt(() -> insert(c, "refused"));
    c.setAutoCommit(false);
    t.look(c, "SHOW transaction_read_only");
    t.attempt(() -> insert(c, "refused"));
    c.rollback();
    c.setReadOnly(false);
    insert(c, "allowed");
    c.commit();
    t.look(c, LOOK);
  }

  private static void readOnlyTooLate(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    t.look(c, LOOK);
    t.attempt(() -> c.setReadOnly(true));
    t.attempt(() -> c.setReadOnly(false));
    c.isReadOnly();
    c.commit();
    c.setReadOnly(true);
    t.attempt(() -> insert(c, "refused"));
    t.attempt(() -> c.setReadOnly(false));
    c.rollback();
  }

  private static void levels(Connection c, Tape t) throws Exception {
    c.getTransactionIsolation();
    for (int level : new int[] {1, 2, 4, 8}) {
      c.setAutoCommit(true);
      c.setTransactionIsolation(level);
      c.getTransactionIsolation();
      c.setAutoCommit(false);
      t.look(c, "SHOW transaction_isolation");
      c.commit();
      t.look(c, "SHOW transaction_isolation");
      c.rollback();
    }
    t.attempt(() -> c.setTransactionIsolation(Connection.TRANSACTION_NONE));
    t.attempt(() -> c.setTransactionIsolation(77));
  }

  private static void levelTooLate(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    t.look(c, LOOK);
    t.attempt(() -> c.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE));
    t.attempt(() -> c.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED));
    c.getTransactionIsolation();
    c.commit();
  }

  private static void levelInAutocommit(Connection c, Tape t) throws Exception {
    c.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    t.look(c, "SHOW transaction_isolation");
    insert(c, "serially");
    t.look(c, LOOK);
  }

  private static void settings(Connection c, Tape t) throws Exception {
    c.setAutoCommit(false);
    c.createStatement().execute("SET LOCAL work_mem = '2MB'");
    t.look(c, "SHOW work_mem");
    c.commit();
    t.look(c, "SHOW work_mem");
    c.createStatement().execute("SET work_mem = '3MB'");
    t.look(c, "SHOW work_mem");
    c.rollback();
    t.look(c, "SHOW work_mem");
    c.rollback();
  }
}

package io.croft.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;

/** Batches: plain and prepared, with an error in the middle, with keys, rewritten. */
final class BatchFaces {

  private static final String INSERT = "INSERT INTO item (name, price) VALUES (?, ?)";
  private static final String LOOK = "SELECT name, price FROM item ORDER BY name";

  private BatchFaces() {}

  static List<Face> all() {
    return List.of(
        Face.of("a plain batch", (c, t) -> plain(c, t, false)),
        Face.of("a plain batch in a transaction", (c, t) -> manual(c, t, () -> plain(c, t, false))),
        Face.of("a large plain batch", (c, t) -> plain(c, t, true)),
        Face.of("a plain batch that fails", BatchFaces::plainFailing),
        Face.of(
            "a plain batch that fails in a transaction",
            (c, t) -> manual(c, t, () -> plainFailing(c, t))),
        Face.of("a plain batch with a query", BatchFaces::plainWithQuery),
        Face.of("a plain batch of several statements in one", BatchFaces::plainOfSeveral),
        Face.of("a prepared batch", (c, t) -> prepared(c, t, c.prepareStatement(INSERT), 0)),
        Face.of(
            "a prepared batch in a transaction",
            (c, t) -> manual(c, t, () -> prepared(c, t, c.prepareStatement(INSERT), 0))),
        Face.of("a prepared batch that fails", BatchFaces::failing),
        Face.of(
            "a prepared batch that fails in a transaction",
            (c, t) -> manual(c, t, () -> failing(c, t))),
        Face.of(
            "a prepared batch with generated keys by flag",
            (c, t) ->
                prepared(c, t, c.prepareStatement(INSERT, Statement.RETURN_GENERATED_KEYS), 0)),
        Face.of(
            "a prepared batch with generated keys by name",
            (c, t) -> prepared(c, t, c.prepareStatement(INSERT, new String[] {"id", "name"}), 0)),
        Face.of(
            "a prepared batch with generated keys that fails",
            (c, t) -> prepared(c, t, c.prepareStatement(INSERT, new String[] {"id", "name"}), 3)),
        Face.of(
            "a prepared batch with RETURNING",
            (c, t) -> prepared(c, t, c.prepareStatement(INSERT + " RETURNING id"), 0)),
        Face.with(
            "reWriteBatchedInserts",
            "true",
            "a rewritten batch",
            (c, t) -> prepared(c, t, c.prepareStatement(INSERT), 0)),
        Face.with(
            "reWriteBatchedInserts",
            "true",
            "a rewritten batch in a transaction",
            (c, t) -> manual(c, t, () -> prepared(c, t, c.prepareStatement(INSERT), 0))),
        Face.with(
            "reWriteBatchedInserts", "true", "a rewritten batch that fails", BatchFaces::failing),
        Face.with(
            "reWriteBatchedInserts",
            "true",
            "a rewritten batch with keys",
            (c, t) -> prepared(c, t, c.prepareStatement(INSERT, new String[] {"id", "name"}), 0)),
        Face.of("a batch of updates by condition", BatchFaces::updates),
        Face.of("a batch without parameters", BatchFaces::withoutParameters),
        Face.of("a prepared batch of queries", BatchFaces::queries),
        Face.of("the batch of another kind", BatchFaces::otherKind),
        Face.of("a batch of many", BatchFaces::many),
        Face.of("a cleared batch", BatchFaces::cleared),
        Face.of("a batch that is executed again after its error", BatchFaces::again));
  }

  private static void manual(Connection c, Tape t, Tape.Act act) throws Exception {
    c.setAutoCommit(false);
    act.run();
    t.attempt(() -> t.look(c, LOOK));
    c.rollback();
    t.look(c, LOOK);
  }

  private static void plain(Connection c, Tape t, boolean large) throws Exception {
    Statement s = c.createStatement();
    s.addBatch("INSERT INTO item (name) VALUES ('p'), ('q')");
    s.addBatch("UPDATE item SET price = 1");
    s.addBatch("SET LOCAL work_mem = '1MB'");
    s.addBatch("DELETE FROM item WHERE id = 1");
    if (large) {
      s.executeLargeBatch();
    } else {
      s.executeBatch();
    }
    s.getUpdateCount();
    s.getResultSet();
    s.getMoreResults();
    s.executeBatch();
    t.look(c, LOOK);
  }

  private static void plainFailing(Connection c, Tape t) throws Exception {
    Statement s = c.createStatement();
    s.addBatch("INSERT INTO item (name) VALUES ('p')");
    s.addBatch("INSERT INTO item (name) VALUES ('axe')");
    s.addBatch("INSERT INTO item (name) VALUES ('q')");
    t.attempt(s::executeBatch);
    t.attempt(s::executeBatch);
    t.attempt(() -> t.look(c, LOOK));
  }

  private static void plainWithQuery(Connection c, Tape t) throws Exception {
    Statement s = c.createStatement();
    s.addBatch("INSERT INTO item (name) VALUES ('p')");
    s.addBatch("SELECT 1");
    s.addBatch("INSERT INTO item (name) VALUES ('q')");
    t.attempt(s::executeBatch);
    t.look(c, LOOK);
  }

  private static void plainOfSeveral(Connection c, Tape t) throws Exception {
    Statement s = c.createStatement();
    t.attempt(
        () -> {
          s.addBatch("UPDATE item SET price = 1; UPDATE item SET price = 2");
          s.executeBatch();
        });
    t.look(c, LOOK);
  }

  private static void prepared(Connection c, Tape t, PreparedStatement s, int duplicateAt)
      throws Exception {
    for (int i = 1; i <= 4; i++) {
      s.setString(1, i == duplicateAt ? "axe" : "n" + i);
      s.setInt(2, i);
      s.addBatch();
    }
    t.attempt(s::executeBatch);
    t.attempt(() -> t.rows(s.getGeneratedKeys()));
    t.attempt(s::getUpdateCount);
    s.setString(1, "again");
    s.setNull(2, java.sql.Types.NUMERIC);
    s.addBatch();
    t.attempt(s::executeLargeBatch);
    t.attempt(() -> t.rows(s.getGeneratedKeys()));
    t.attempt(() -> t.look(c, LOOK));
  }

  private static void failing(Connection c, Tape t) throws Exception {
    prepared(c, t, c.prepareStatement(INSERT), 2);
  }

  private static void updates(Connection c, Tape t) throws Exception {
    PreparedStatement s = c.prepareStatement("UPDATE item SET price = ? WHERE id >= ?");
    for (int i = 1; i <= 5; i++) {
      s.setInt(1, i);
      s.setLong(2, i);
      s.addBatch();
    }
    s.executeBatch();
    t.look(c, LOOK);
  }

  private static void withoutParameters(Connection c, Tape t) throws Exception {
    PreparedStatement s = c.prepareStatement("UPDATE item SET price = coalesce(price, 0) + 1");
    s.addBatch();
    s.addBatch();
    s.executeBatch();
    t.look(c, LOOK);
  }

  private static void queries(Connection c, Tape t) throws Exception {
    PreparedStatement s = c.prepareStatement("SELECT ?::int");
    s.setInt(1, 1);
    s.addBatch();
    t.attempt(s::executeBatch);
  }

  private static void otherKind(Connection c, Tape t) throws Exception {
    PreparedStatement s = c.prepareStatement(INSERT);
    t.attempt(() -> s.addBatch("SELECT 1"));
    t.attempt(() -> s.executeQuery("SELECT 1"));
    t.attempt(() -> s.executeUpdate("DELETE FROM item"));
    t.attempt(() -> s.execute("SELECT 1"));
    t.attempt(
        () -> {
          s.addBatch();
          s.executeBatch();
        });
    t.look(c, LOOK);
  }

  private static void many(Connection c, Tape t) throws Exception {
    PreparedStatement s = c.prepareStatement(INSERT, new String[] {"id"});
    for (int i = 0; i < 600; i++) {
      s.setString(1, "many " + i);
      s.setInt(2, i);
      s.addBatch();
    }
    s.executeBatch();
    t.look(c, "SELECT count(*), sum(price) FROM item");
  }

  private static void cleared(Connection c, Tape t) throws Exception {
    PreparedStatement s = c.prepareStatement(INSERT);
    s.clearBatch();
    s.setString(1, "x");
    s.setInt(2, 1);
    s.addBatch();
    s.clearBatch();
    s.executeBatch();
    s.executeUpdate();
    s.clearParameters();
    t.attempt(s::executeUpdate);
    t.look(c, LOOK);
  }

  private static void again(Connection c, Tape t) throws Exception {
    PreparedStatement s = c.prepareStatement(INSERT);
    s.setString(1, "axe");
    s.setInt(2, 1);
    s.addBatch();
    t.attempt(s::executeBatch);
    t.attempt(s::executeBatch);
    s.setString(1, "new");
    s.addBatch();
    t.attempt(s::executeBatch);
    t.look(c, LOOK);
  }
}

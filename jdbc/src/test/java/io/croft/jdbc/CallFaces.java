package io.croft.jdbc;

import java.sql.CallableStatement;
import java.sql.ResultSet;
import java.sql.Types;
import java.util.List;

/** Functions and procedures, by every way of calling them. */
final class CallFaces {

  private CallFaces() {}

  static List<Face> all() {
    return List.of(
        Face.of(
            "a function by the escape",
            (c, t) -> {
              CallableStatement s = c.prepareCall("{? = call plus(?, ?)}");
              s.registerOutParameter(1, Types.INTEGER);
              s.setInt(2, 20);
              s.setInt(3, 22);
              s.execute();
              s.getInt(1);
              s.getObject(1);
              t.attempt(() -> s.getString(1));
              s.wasNull();
              t.attempt(() -> s.getInt(2));
              t.attempt(() -> s.getInt("a"));
              s.setInt(3, 1);
              s.execute();
              s.getInt(1);
              t.attempt(s::getUpdateCount);
              t.attempt(s::getResultSet);
            }),
        Face.of(
            "a function without its result",
            (c, t) -> {
              CallableStatement s = c.prepareCall("{call plus(?, ?)}");
              s.setInt(1, 1);
              s.setInt(2, 2);
              t.results(s, s.execute());
              t.attempt(() -> t.rows(s.executeQuery()));
              t.attempt(s::executeUpdate);
            }),
        Face.of(
            "a function with out parameters",
            (c, t) -> {
              CallableStatement s = c.prepareCall("{call split(?, ?, ?)}");
              s.setInt(1, 7);
              s.registerOutParameter(2, Types.INTEGER);
              s.registerOutParameter(3, Types.INTEGER);
              s.execute();
              s.getInt(2);
              s.getInt(3);
              s.getObject(2, Integer.class);
              t.attempt(() -> s.getLong(2));
              t.attempt(() -> s.getInt(9));
            }),
        Face.of(
            "a function of rows",
            (c, t) -> {
              CallableStatement s = c.prepareCall("{call names()}");
              t.attempt(() -> t.rows(s.executeQuery()));
              t.attempt(() -> t.results(s, s.execute()));
            }),
        Face.of(
            "a function that returns a cursor",
            (c, t) -> {
              c.setAutoCommit(false);
              CallableStatement s = c.prepareCall("{? = call pointer()}");
              s.registerOutParameter(1, Types.REF_CURSOR);
              s.execute();
              t.rows((ResultSet) s.getObject(1));
              t.attempt(() -> t.rows(s.getObject(1, ResultSet.class)));
              c.commit();
            }),
        Face.of(
            "a cursor that a query names",
            (c, t) -> {
              c.setAutoCommit(false);
              try (ResultSet row = c.createStatement().executeQuery("SELECT pointer()")) {
                row.next();
                t.rows((ResultSet) row.getObject(1));
              }
              c.rollback();
            }),
        Face.of(
            "a function with the wrong type of out parameter",
            (c, t) -> {
              CallableStatement s = c.prepareCall("{? = call plus(?, ?)}");
              s.registerOutParameter(1, Types.VARCHAR);
              s.setInt(2, 1);
              s.setInt(3, 1);
              t.attempt(s::execute);
              t.attempt(() -> s.getInt(1));
            }),
        Face.of(
            "an out parameter that nobody has registered",
            (c, t) -> {
              CallableStatement s = c.prepareCall("{? = call plus(?, ?)}");
              s.setInt(2, 1);
              s.setInt(3, 1);
              t.attempt(s::execute);
              t.attempt(() -> s.getInt(1));
            }),
        Face.of(
            "an out parameter before the call",
            (c, t) -> {
              CallableStatement s = c.prepareCall("{? = call plus(?, ?)}");
              s.registerOutParameter(1, Types.INTEGER);
              t.attempt(() -> s.getInt(1));
              t.attempt(() -> s.wasNull());
            }),
        Face.of(
            "a missing parameter of a call",
            (c, t) -> {
              CallableStatement s = c.prepareCall("{? = call plus(?, ?)}");
              s.registerOutParameter(1, Types.INTEGER);
              s.setInt(2, 1);
              t.attempt(s::execute);
            }),
        Face.of(
            "a call in a broken escape",
            (c, t) -> {
              t.attempt(() -> c.prepareCall("{? = call plus(?, ?)").execute());
              t.attempt(() -> c.prepareCall("{call nothing()}").execute());
            }),
        Face.with(
            "escapeSyntaxCallMode",
            "callIfNoReturn",
            "a procedure by the escape",
            (c, t) -> {
              CallableStatement s = c.prepareCall("{call store(?)}");
              s.setString(1, "stored");
              t.attempt(() -> t.results(s, s.execute()));
              t.look(c, "SELECT name FROM item ORDER BY name");
            }),
        Face.of(
            "a procedure by CALL",
            (c, t) -> {
              CallableStatement s = c.prepareCall("CALL store(?)");
              s.setString(1, "stored");
              t.results(s, s.execute());
              CallableStatement swap = c.prepareCall("CALL swap(?, ?)");
              swap.setInt(1, 21);
              swap.setString(2, "hey");
              swap.registerOutParameter(1, Types.INTEGER);
              swap.registerOutParameter(2, Types.VARCHAR);
              t.attempt(swap::execute);
              t.attempt(() -> swap.getInt(1));
              t.attempt(() -> swap.getString(2));
              t.attempt(
                  () ->
                      t.results(
                          c.createStatement(), c.createStatement().execute("CALL store('x')")));
              t.look(c, "SELECT name FROM item ORDER BY name");
            }),
        Face.of(
            "a procedure that commits, in autocommit",
            (c, t) -> {
              t.attempt(() -> c.createStatement().execute("CALL store_and_commit('x')"));
              t.attempt(
                  () ->
                      c.createStatement()
                          .execute(
                              "DO 'BEGIN INSERT INTO item (name) VALUES (''d''); COMMIT; END'"));
              t.look(c, "SELECT name FROM item ORDER BY name");
            }),
        Face.of(
            "a procedure that commits, in a transaction",
            (c, t) -> {
              c.setAutoCommit(false);
              t.attempt(() -> c.createStatement().execute("CALL store_and_commit('x')"));
              c.rollback();
              t.look(c, "SELECT name FROM item ORDER BY name");
            }),
        Face.of(
            "a batch of calls",
            (c, t) -> {
              CallableStatement s = c.prepareCall("CALL store(?)");
              for (String name : List.of("b1", "b2")) {
                s.setString(1, name);
                s.addBatch();
              }
              t.attempt(s::executeBatch);
              t.look(c, "SELECT name FROM item ORDER BY name");
            }),
        Face.of(
            "the descriptions of a call",
            (c, t) -> {
              CallableStatement s = c.prepareCall("{? = call plus(?, ?)}");
              s.registerOutParameter(1, Types.INTEGER);
              t.attempt(() -> s.getParameterMetaData().getParameterCount());
              t.attempt(() -> s.getMetaData());
              t.attempt(
                  () -> {
                    s.setInt("a", 1);
                    s.execute();
                  });
              t.attempt(
                  () -> {
                    CallableStatement byName = c.prepareCall("{? = call plus(1, 1)}");
                    byName.registerOutParameter("a", Types.INTEGER);
                    byName.execute();
                  });
            }));
  }
}

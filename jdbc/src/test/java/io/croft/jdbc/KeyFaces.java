package io.croft.jdbc;

import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.List;

/** Generated keys, by every way of asking for them, and RETURNING. */
final class KeyFaces {

  private static final String INSERT = "INSERT INTO item (name) VALUES ('k'), ('l')";

  private KeyFaces() {}

  static List<Face> all() {
    return List.of(
        Face.of(
            "keys of a plain statement by flag",
            (c, t) -> {
              Statement s = c.createStatement();
              s.executeUpdate(INSERT, Statement.RETURN_GENERATED_KEYS);
              s.getUpdateCount();
              t.rows(s.getGeneratedKeys());
              t.rows(s.getGeneratedKeys());
              s.getMoreResults();
              s.execute("UPDATE item SET price = 1", Statement.RETURN_GENERATED_KEYS);
              s.getUpdateCount();
              t.rows(s.getGeneratedKeys());
              s.executeUpdate("DELETE FROM item WHERE id = 1", Statement.NO_GENERATED_KEYS);
              t.rows(s.getGeneratedKeys());
            }),
        Face.of(
            "keys of a plain statement by name",
            (c, t) -> {
              Statement s = c.createStatement();
              s.executeUpdate(INSERT, new String[] {"id", "name"});
              t.rows(s.getGeneratedKeys());
              s.executeLargeUpdate("DELETE FROM item", new String[] {"id"});
              t.rows(s.getGeneratedKeys());
              t.attempt(() -> s.executeUpdate(INSERT, new String[] {"nothing"}));
              t.attempt(() -> s.executeUpdate(INSERT, new String[] {"ID"}));
              t.attempt(() -> s.executeUpdate(INSERT, new String[0]));
              t.attempt(() -> t.rows(s.getGeneratedKeys()));
            }),
        Face.of(
            "keys of a plain statement by index",
            (c, t) -> {
              Statement s = c.createStatement();
              t.attempt(() -> s.executeUpdate(INSERT, new int[] {1}));
              t.attempt(() -> s.execute(INSERT, new int[] {2, 3}));
              t.attempt(() -> s.executeUpdate(INSERT, new int[0]));
              t.attempt(() -> t.rows(s.getGeneratedKeys()));
              t.attempt(() -> s.executeUpdate("DELETE FROM item", 77));
              t.look(c, "SELECT count(*) FROM item");
            }),
        Face.of(
            "keys of a query",
            (c, t) -> {
              Statement s = c.createStatement();
              t.attempt(() -> s.execute("SELECT 1", Statement.RETURN_GENERATED_KEYS));
              t.attempt(() -> t.rows(s.getResultSet()));
              t.attempt(() -> t.rows(s.getGeneratedKeys()));
            }),
        Face.of(
            "keys of a prepared statement",
            (c, t) -> {
              PreparedStatement s =
                  c.prepareStatement(
                      "INSERT INTO item (name) VALUES (?)", Statement.RETURN_GENERATED_KEYS);
              for (int i = 0; i < 8; i++) {
                s.setString(1, "k" + i);
                s.executeUpdate();
                t.rows(s.getGeneratedKeys());
              }
              t.attempt(s::executeUpdate);
              t.attempt(() -> t.rows(s.getGeneratedKeys()));
              s.setString(1, "last");
              s.execute();
              t.rows(s.getGeneratedKeys());
              s.getGeneratedKeys().getStatement();
            }),
        Face.of(
            "keys of a prepared statement by index and name",
            (c, t) -> {
              t.attempt(
                  () -> {
                    PreparedStatement s =
                        c.prepareStatement("INSERT INTO item (name) VALUES ('x')", new int[] {2});
                    s.executeUpdate();
                    t.rows(s.getGeneratedKeys());
                  });
              t.attempt(
                  () -> {
                    PreparedStatement s =
                        c.prepareStatement("INSERT INTO item (name) VALUES ('y')", new int[0]);
                    s.executeUpdate();
                    t.rows(s.getGeneratedKeys());
                  });
              t.attempt(
                  () -> {
                    PreparedStatement s =
                        c.prepareStatement(
                            "INSERT INTO item (name) VALUES ('z')", new String[] {"name", "id"});
                    s.executeUpdate();
                    t.rows(s.getGeneratedKeys());
                  });
              t.attempt(() -> c.prepareStatement("SELECT 1", 99).execute());
            }),
        Face.of(
            "RETURNING",
            (c, t) -> {
              Statement s = c.createStatement();
              t.rows(s.executeQuery("INSERT INTO item (name) VALUES ('r') RETURNING id, name"));
              t.results(s, s.execute("UPDATE item SET price = 3 RETURNING id"));
              t.attempt(() -> s.executeUpdate("DELETE FROM item WHERE id = 1 RETURNING id"));
              t.look(c, "SELECT id FROM item ORDER BY id");
              PreparedStatement p =
                  c.prepareStatement("INSERT INTO item (name) VALUES (?) RETURNING id");
              p.setString(1, "s");
              p.execute();
              t.rows(p.getResultSet());
              p.getUpdateCount();
              p.setString(1, "t");
              t.rows(p.executeQuery());
              t.attempt(p::executeUpdate);
            }),
        Face.of(
            "a common table expression that writes",
            (c, t) -> {
              Statement s = c.createStatement();
              t.rows(
                  s.executeQuery(
                      "WITH w AS (INSERT INTO item (name) VALUES ('w') RETURNING name)"
                          + " SELECT name FROM w"));
              t.look(c, "SELECT count(*) FROM item");
            }),
        Face.of(
            "conflict targets that lead with the tenant",
            (c, t) -> {
              Statement s = c.createStatement();
              s.executeUpdate(
                  "INSERT INTO item (id, name) VALUES (1, 'no') ON CONFLICT (tenant_id, id) DO NOTHING");
              s.executeUpdate(
                  "INSERT INTO item (name) VALUES ('no') ON CONFLICT ON CONSTRAINT item_pkey DO NOTHING");
              t.look(c, "SELECT name FROM item ORDER BY id");
            }),
        Face.of(
            "conflict targets without the tenant",
            (c, t) -> {
              Statement s = c.createStatement();
              t.attempt(
                  () ->
                      s.executeUpdate(
                          "INSERT INTO item (id, name) VALUES (1, 'n') ON CONFLICT (id)"
                              + " DO UPDATE SET name = excluded.name"));
              t.attempt(
                  () -> {
                    PreparedStatement p =
                        c.prepareStatement(
                            "INSERT INTO item (name, price) VALUES (?, ?) ON CONFLICT (name)"
                                + " DO UPDATE SET price = excluded.price RETURNING id");
                    p.setString(1, "bow");
                    p.setInt(2, 7);
                    t.rows(p.executeQuery());
                  });
              t.attempt(
                  () -> {
                    s.addBatch(
                        "INSERT INTO item (id, name) VALUES (3, 'x') ON CONFLICT (id) DO NOTHING");
                    s.executeBatch();
                  });
              t.look(c, "SELECT id, name, price FROM item ORDER BY id");
            }),
        Face.of(
            "groups by a key without the tenant",
            (c, t) -> {
              Statement s = c.createStatement();
              t.attempt(
                  () ->
                      t.rows(s.executeQuery("SELECT id, name FROM item GROUP BY id ORDER BY id")));
              t.attempt(
                  () -> {
                    PreparedStatement p =
                        c.prepareStatement(
                            "SELECT i.name, count(s.a) FROM item i LEFT JOIN shape s ON s.id = i.id"
                                + " WHERE i.id < ? GROUP BY i.id ORDER BY i.id");
                    p.setInt(1, 3);
                    t.rows(p.executeQuery());
                  });
              t.attempt(
                  () -> {
                    s.addBatch("INSERT INTO item (name) SELECT upper(name) FROM item GROUP BY id");
                    s.executeBatch();
                  });
              t.look(c, "SELECT name FROM item ORDER BY name");
            }),
        Face.of(
            "keys in a transaction that goes on",
            (c, t) -> {
              c.setAutoCommit(false);
              PreparedStatement s =
                  c.prepareStatement("INSERT INTO item (name) VALUES (?)", new String[] {"id"});
              s.setString(1, "one");
              s.executeUpdate();
              t.look(c, "SELECT count(*) FROM item");
              t.rows(s.getGeneratedKeys());
              c.commit();
              t.attempt(() -> t.rows(s.getGeneratedKeys()));
            }));
  }
}

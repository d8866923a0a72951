package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Statements by chance, on tables as an application has made them and on the same with the tenant
 * in their keys: to add the tenant changes no answer, of what ran before or runs without it.
 *
 * <p>Rounds and seed: {@code -Dcroft.fuzz.rounds}, {@code -Dcroft.fuzz.seed}.
 */
final class NamedKeysIT {

  private static final int ROUNDS = Integer.getInteger("croft.fuzz.rounds", 500);
  private static final long SEED = Long.getLong("croft.fuzz.seed", System.nanoTime());

  private static final String TABLES =
      """
      CREATE TABLE artist (id int, name text, label int/*tenant*/, PRIMARY KEY (/*first*/id));
      CREATE TABLE album (id int, title text, artist int/*tenant*/, PRIMARY KEY (/*first*/id));
      CREATE TABLE line (job int, no int, name text/*tenant*/, PRIMARY KEY (/*first*/job, no));
      CREATE TABLE "Odd" ("Id" int, "from" text, name text/*tenant*/, PRIMARY KEY (/*first*/"Id"));
      CREATE TABLE heap (n int, id int, name text/*tenant*/, PRIMARY KEY (/*first*/n));
      CREATE VIEW seen AS SELECT id, name FROM artist;
      INSERT INTO artist VALUES (1, 'x', 1), (2, 'x', 2), (3, 'y', NULL), (4, NULL, 4);
      INSERT INTO album VALUES (1, 'x', 1), (2, 't', 2), (3, 'y', 1), (6, 't', NULL);
      INSERT INTO line VALUES (1, 1, 'x'), (1, 2, 'y'), (2, 1, 'x');
      INSERT INTO "Odd" VALUES (1, 'x', 'x'), (2, 'f', 'y'), (5, 'f', NULL);
      INSERT INTO heap VALUES (1, 1, 'x'), (2, 1, 'z'), (3, 2, 'x'), (4, NULL, 'y'), (5, 7, 'q');
      """;

  private static final HomeTables KNOWN =
      new HomeTables(
          Map.of(
              "artist", Set.of("id"),
              "album", Set.of("id"),
              "line", Set.of("job", "no"),
              "Odd", Set.of("Id"),
              "heap", Set.of("n")),
          Set.of("seen"));

  private static Connection plain;
  private static Connection keyed;

  @BeforeAll
  static void make() throws SQLException {
    String database = GateServer.createPlainDatabase();
    plain = schema(database, "plain", TABLES);
    keyed =
        schema(
            database,
            "keyed",
            TABLES
                .replace(
                    "/*tenant*/",
                    ", tenant_id uuid NOT NULL DEFAULT '" + new java.util.UUID(0, 1) + "'")
                .replace("/*first*/", "tenant_id, "));
  }

  @AfterAll
  static void close() throws SQLException {
    plain.close();
    keyed.close();
  }

  private static Connection schema(String database, String name, String ddl) throws SQLException {
    Connection connection = GateServer.admin(database);
    Sql.run(connection, "CREATE SCHEMA " + name + "; SET search_path = " + name + ";" + ddl);
    connection.setAutoCommit(false);
    return connection;
  }

  @Test
  void groupsAreTheSame() throws SQLException {
    RandomStatements statements = new RandomStatements(SEED);
    int ran = 0;
    int refused = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String sql = statements.grouped();
      String before = answer(plain, sql, "");
      String after = answer(keyed, NamedKeys.withTenant(sql, KNOWN), "");
      requireSame(sql, before, after);
      ran += before.startsWith("error") ? 0 : 1;
      refused += after.equals(before) ? 0 : 1;
    }
    assertThat(ran).as("ran before, seed %d", SEED).isGreaterThan(ROUNDS / 10);
    assertThat(refused).as("refused now, of %d, seed %d", ran, SEED).isLessThan(ran / 2);
  }

  @Test
  void upsertsDoTheSame() throws SQLException {
    RandomStatements statements = new RandomStatements(SEED);
    int ran = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String sql = statements.upsert();
      String look =
          "SELECT id, name, label FROM artist UNION ALL SELECT id, title, artist FROM album"
              + " UNION ALL SELECT job, name, no FROM line UNION ALL SELECT \"Id\", \"from\", 0 FROM \"Odd\"";
      String before = answer(plain, sql, look);
      assertThat(answer(keyed, NamedKeys.withTenant(sql, KNOWN), look))
          .as("%s%nseed %d", sql, SEED)
          .isEqualTo(before);
      ran += before.startsWith("error") ? 0 : 1;
    }
    assertThat(ran).as("ran, seed %d", SEED).isGreaterThan(ROUNDS * 8 / 10);
  }

  @Test
  void groupsOfRowsThatMatchInPartStayWhole() throws SQLException {
    String sql =
        "SELECT id, count(*) FROM heap LEFT JOIN (VALUES (1)) v (q) JOIN artist ON true"
            + " USING (id, name) GROUP BY id";
    String before = answer(plain, sql, "");
    assertThat(before).contains("1 | 2 | ");
    requireSame(sql, before, answer(keyed, NamedKeys.withTenant(sql, KNOWN), ""));
  }

  /** What ran gives the same or is refused; and what runs without the tenant gives the same. */
  private static void requireSame(String sql, String before, String after) throws SQLException {
    String told = "%s%nis%n%s%nseed %d".formatted(sql, NamedKeys.withTenant(sql, KNOWN), SEED);
    String bare = answer(keyed, sql, "");
    if (!bare.startsWith("error")) {
      assertThat(after).as(told).isEqualTo(bare);
    }
    if (!after.startsWith("error")) {
      assertThat(after).as(told).isEqualTo(before);
    } else if (!before.startsWith("error")) {
      // NATURAL has one more column in common, which is ambiguous behind another join.
      assertThat(after).as(told).isIn("error 42803", "error 42702").isEqualTo(bare);
    }
  }

  /** Returns all rows in one order, those of {@code look} after them; or the error. */
  private static String answer(Connection connection, String sql, String look) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.setEscapeProcessing(false);
      List<String> rows = new ArrayList<>();
      if (statement.execute(sql)) {
        add(rows, statement.getResultSet());
      } else {
        rows.add(statement.getUpdateCount() + " rows");
      }
      if (!look.isEmpty()) {
        add(rows, statement.executeQuery(look));
      }
      Collections.sort(rows);
      return String.join("\n", rows);
    } catch (SQLException e) {
      return "error " + e.getSQLState();
    } finally {
      connection.rollback();
    }
  }

  private static void add(List<String> all, ResultSet rows) throws SQLException {
    while (rows.next()) {
      StringBuilder row = new StringBuilder();
      for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
        row.append(rows.getString(i)).append(" | ");
      }
      all.add(row.toString());
    }
  }
}

package io.croft.move;

import io.croft.core.Identifiers;
import io.croft.core.Placement;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A tenant's rows as a superuser reads them, in the binary form in which the server sends values:
 * nothing of the mover has a part in it.
 */
final class BinaryRows {

  private static final String TABLES =
      """
      SELECT c.relname FROM pg_class c
      WHERE c.relnamespace = '%s'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND c.relname NOT IN ('flyway_schema_history', 'croft_canary')
      ORDER BY 1
      """;

  /**
   * The binary form of a composite, and of an array of types of one's own, names types by their
   * numbers, which differ between databases; so do those of the types that name objects. They are
   * read as text.
   */
  private static final String COLUMNS =
      """
      SELECT a.attname,
        CASE WHEN t.oid = 'refcursor'::regtype THEN NULL WHEN t.typsend = 'array_send'::regproc AND e.typnamespace = 'pg_catalog'::regnamespace
              OR t.typsend NOT IN ('array_send'::regproc, 'record_send', 'regconfigsend', 'regdictionarysend', 'regcollationsend')
          THEN t.typsend::text END
      FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type e ON e.oid = t.typelem
      WHERE a.attrelid = '%s'::regclass AND a.attnum > 0 AND NOT a.attisdropped
      ORDER BY a.attnum
      """;

  private BinaryRows() {}

  /**
   * Returns by table and column a digest of the values of all rows in the order of their keys, and
   * how many there are.
   */
  static Map<String, String> of(TestFleet fleet, Placement home) throws SQLException {
    Map<String, String> digests = new TreeMap<>();
    try (Connection superuser = fleet.superuser(home);
        Statement statement = superuser.createStatement()) {
      statement.execute(
          "SET search_path = %s, public; SET extra_float_digits = 1; SET TimeZone = 'UTC'; SET lc_monetary = 'C'"
              .formatted(Identifiers.quote(home.schema())));
      for (String table : strings(statement, TABLES.formatted(home.schema()))) {
        read(statement, table, home, digests);
      }
    }
    return digests;
  }

  /** Returns the tables and columns that are not alike in both. */
  static List<String> differences(Map<String, String> digests, Map<String, String> others) {
    return Stream.concat(digests.keySet().stream(), others.keySet().stream())
        .distinct()
        .filter(name -> !Objects.equals(digests.get(name), others.get(name)))
        .toList();
  }

  private static void read(
      Statement statement, String table, Placement home, Map<String, String> digests)
      throws SQLException {
    String name = Identifiers.quote(table);
    List<String> columns = new ArrayList<>();
    List<String> forms = new ArrayList<>();
    try (ResultSet row = statement.executeQuery(COLUMNS.formatted(name.replace("'", "''")))) {
      while (row.next()) {
        String column = "r." + Identifiers.quote(row.getString(1));
        String bytes =
            row.getString(2) == null
                ? "convert_to(%s::text, 'UTF8')".formatted(column)
                : "%s(%s)".formatted(row.getString(2), column);
        columns.add(row.getString(1));
        forms.add(
            "md5(string_agg(coalesce(md5(%s), 'null'), ',' ORDER BY croft_order))"
                .formatted(bytes));
      }
    }
    String key =
        String.join(
            ", ",
            strings(
                statement,
                """
                SELECT quote_ident(a.attname) FROM pg_constraint k JOIN pg_attribute a
                  ON a.attrelid = k.conrelid AND a.attnum = ANY (k.conkey)
                WHERE k.contype = 'p' AND k.conrelid = '%s'::regclass ORDER BY a.attnum
                """
                    .formatted(name.replace("'", "''"))));
    String sql =
        """
        SELECT count(*), %s FROM (SELECT *, ROW(%s)::text COLLATE "C" AS croft_order FROM %s
          WHERE tenant_id = '%s') r
        """
            .formatted(String.join(", ", forms), key, name, home.tenant());
    try (ResultSet row = statement.executeQuery(sql)) {
      row.next();
      digests.put(table, row.getString(1) + " rows");
      for (int i = 0; i < columns.size(); i++) {
        digests.put(table + "." + columns.get(i), String.valueOf(row.getString(i + 2)));
      }
    }
  }

  private static List<String> strings(Statement statement, String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        found.add(row.getString(1));
      }
    }
    return found;
  }
}

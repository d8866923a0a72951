package io.croft.move;

import static java.util.stream.Collectors.toCollection;

import io.croft.core.Placement;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Which types a server has, and which of them the corpus holds. */
final class TypesOfServer {

  /** Types without which the corpus is whole, each with its reason. */
  static final Map<String, String> LEFT_OUT = leftOut();

  private TypesOfServer() {}

  private static Map<String, String> leftOut() {
    Map<String, String> reasons = new TreeMap<>();
    for (String type :
        new String[] {
          "regclass",
          "regnamespace",
          "regoper",
          "regoperator",
          "regproc",
          "regprocedure",
          "regrole",
          "regtype",
          "aclitem"
        }) {
      reasons.put(type, "names an object of its database: a move is refused");
    }
    for (String type :
        new String[] {
          "pg_node_tree",
          "pg_ndistinct",
          "pg_dependencies",
          "pg_mcv_list",
          "gtsvector",
          "pg_brin_bloom_summary",
          "pg_brin_minmax_multi_summary"
        }) {
      reasons.put(type, "can be read from no text: a move is refused");
    }
    return reasons;
  }

  /** Returns the base types, ranges and multiranges of PostgreSQL itself. */
  static Set<String> all(TestFleet fleet, Placement home) throws SQLException {
    return names(
        fleet,
        home,
        """
        SELECT t.typname FROM pg_type t
        WHERE t.typnamespace = 'pg_catalog'::regnamespace AND t.typtype IN ('b', 'r', 'm', 'd', 'e')
          AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
        """);
  }

  /** Returns those of which a column of the home holds at least one value that is not null. */
  static Set<String> held(TestFleet fleet, Placement home) throws SQLException {
    Set<String> columns =
        names(
            fleet,
            home,
            """
            SELECT format('SELECT %%L WHERE EXISTS (SELECT FROM %%s WHERE %%I IS NOT NULL AND tenant_id = ''%s'')',
                t.typname, c.oid::regclass, a.attname)
            FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
            JOIN pg_type t ON t.oid = a.atttypid
            WHERE c.relnamespace = '%s'::regnamespace AND c.relkind IN ('r', 'p') AND NOT a.attisdropped
              AND c.relname NOT IN ('flyway_schema_history', 'croft_canary')
              AND t.typnamespace = 'pg_catalog'::regnamespace
            """
                .formatted(home.tenant(), home.schema()));
    return names(fleet, home, String.join(" UNION ", columns));
  }

  private static Set<String> names(TestFleet fleet, Placement home, String sql)
      throws SQLException {
    try (Connection superuser = fleet.superuser(home);
        Statement statement = superuser.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      Stream.Builder<String> found = Stream.builder();
      while (row.next()) {
        found.add(row.getString(1));
      }
      return found.build().collect(toCollection(TreeSet::new));
    }
  }
}

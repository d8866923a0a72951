package io.croft.adopt;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.gate.HomeTables;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The tables, indexes, foreign keys and routines of a schema as they are, and whose each table is.
 *
 * @param tables all tables of the application by oid, partitions included
 * @param shared the bare names of tables without a tenant
 * @param undeclared those of them that the gate does not know as such yet
 */
record LiveSchema(
    Map<Long, Table> tables,
    Set<String> shared,
    List<String> undeclared,
    List<Index> indexes,
    List<ForeignKey> foreignKeys,
    List<Routine> routines) {

  /** Tables of tools, and the one that the gate adds. */
  private static final Set<String> BOOKKEEPING =
      Set.of("flyway_schema_history", "databasechangelog", "databasechangeloglock", "croft_canary");

  private static final String HAS_DECLARATIONS =
      """
      SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'croft' AND c.relname = 'shared_table'
        AND has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT')
      """;
  private static final String DECLARED = "SELECT name FROM croft.shared_table";

  /** Reads it; the connection's search path is the schema alone. */
  static LiveSchema read(Connection connection, AdoptionOptions options) throws SQLException {
    List<Table> all = Sql.read(connection, "tables", Table::of);
    requireKnown(all, options.shared(), "--shared");
    requireKnown(all, options.excluded(), "--exclude");
    Set<String> shared = new TreeSet<>(options.shared());
    Set<String> undeclared = new TreeSet<>(options.shared());
    if (Sql.finds(connection, HAS_DECLARATIONS)) {
      List<String> declared = Sql.query(connection, DECLARED, row -> row.getString(1));
      shared.addAll(declared);
      declared.forEach(undeclared::remove);
    }
    Set<String> left = new HashSet<>(options.excluded());
    left.addAll(BOOKKEEPING);
    Map<Long, Table> tables =
        all.stream()
            .filter(table -> !left.contains(table.root()))
            .collect(Collectors.toMap(Table::oid, Function.identity(), (a, b) -> a, TreeMap::new));
    return new LiveSchema(
        tables,
        shared,
        List.copyOf(undeclared),
        Sql.read(connection, "indexes", Index::of),
        Sql.read(connection, "foreign_keys", ForeignKey::of),
        Sql.read(connection, "routines", Routine::of));
  }

  private static void requireKnown(List<Table> all, Set<String> named, String option) {
    Set<String> unknown = new TreeSet<>(named);
    all.forEach(table -> unknown.remove(table.root()));
    if (!unknown.isEmpty()) {
      throw new CroftException(
          ErrorCode.ARGUMENT_INVALID,
          "%s names what is no table of the schema: %s"
              .formatted(option, String.join(", ", unknown)),
          "name tables of the schema, partitions by their table");
    }
  }

  boolean isShared(long table) {
    Table known = tables.get(table);
    return known != null && shared.contains(known.root());
  }

  boolean isTenants(long table) {
    return tables.containsKey(table) && !isShared(table);
  }

  /** Returns what the tables will be in a home. */
  HomeTables home() {
    Map<String, Set<String>> keys = new HashMap<>();
    for (Index index : indexes) {
      Table table = tables.get(index.table());
      if (index.kind() == Step.Kind.PRIMARY_KEY && table != null && isTenants(table.oid())) {
        Set<String> columns = new HashSet<>(index.names());
        columns.remove("tenant_id");
        keys.put(table.bare(), columns);
      }
    }
    return new HomeTables(keys, shared);
  }

  /** Returns true when the table has partitions. */
  boolean isDivided(Table table) {
    return tables.values().stream()
        .anyMatch(one -> one.partition() && one.root().equals(table.root()));
  }

  /** Returns the tables of tenants by name, each before its partitions. */
  List<Table> ofTenants() {
    return tables.values().stream()
        .filter(table -> isTenants(table.oid()))
        .sorted(
            (a, b) -> a.depth() != b.depth() ? a.depth() - b.depth() : a.name().compareTo(b.name()))
        .toList();
  }

  /** Returns true when no table of a tenant has the tenant's column yet. */
  boolean untouched() {
    return ofTenants().stream().allMatch(table -> table.tenant().missing());
  }
}

package io.croft.adopt;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells what lies around the tables: rows, sequences, rights, and what changes for statements. */
final class Surroundings {

  private static final Map<String, String> MEANINGS = new LinkedHashMap<>();

  static {
    MEANINGS.put(
        "extensions",
        "%s: give those that the application uses to Croft, ApplicationSchema.withExtensions(...)");
    MEANINGS.put(
        "sequences",
        "%s: the tenants of a pool draw from the same ones, so their numbers have gaps and tell how many"
            + " are drawn; in a schema or database each has its own. setval is refused");
    MEANINGS.put(
        "short-sequences",
        "%s: they end at 2,147,483,647 or before, now for all tenants of a pool together; make the"
            + " columns bigint where that is near");
    MEANINGS.put(
        "rights", "%s: rights are given by Croft; leave GRANT out of the application's migrations");
    MEANINGS.put("unlogged", "%s: unlogged tables keep a tenant from being moved by a stream");
    MEANINGS.put(
        "large-objects",
        "%s: large objects belong to a database, not to a tenant, and are refused; use bytea");
    MEANINGS.put(
        "updatable views",
        "%s: INSERT ... ON CONFLICT (...) into a view is refused (42P10), for the view has no column"
            + " tenant_id; upsert its table");
    MEANINGS.put(
        "slow indexes",
        "%s: in the pool such values are compared behind row security only, so the index leads to the"
            + " tenant's rows and no further (CROFT211); a large tenant is better off in a schema or"
            + " database");
    MEANINGS.put(
        "other-schemas",
        "%s: tables of other schemas are not adopted, and no home has them: an application has one schema");
  }

  private final LiveSchema schema;
  private final Draft draft;

  Surroundings(LiveSchema schema, Draft draft) {
    this.schema = schema;
    this.draft = draft;
  }

  void tell(Connection connection) throws SQLException {
    rows(connection);
    Map<String, @Nullable String> found = new LinkedHashMap<>();
    Sql.read(
        connection,
        "surroundings",
        row -> found.put(row.getString("subject"), row.getString("names")));
    MEANINGS.forEach(
        (subject, text) -> {
          @Nullable String names = found.get(subject);
          if (names != null) {
            draft.remark(subject, text.formatted(names));
          }
        });
    statements();
  }

  private void rows(Connection connection) throws SQLException {
    List<String> full = new ArrayList<>();
    List<String> shared = new ArrayList<>();
    for (Table table : schema.tables().values()) {
      if (!table.partition() && hasRows(connection, table)) {
        (schema.isShared(table.oid()) ? shared : full).add(table.name());
      }
    }
    if (!full.isEmpty()) {
      draft.remark(
          "rows",
          "%s: these rows stay where they are. The migration is for the model of all homes, which has no"
                  .formatted(String.join(", ", full))
              + " rows: on rows it fails (23502) rather than giving them to somebody. Load them into the"
              + " home of the tenant whose they are (docs/bulk-load.md)");
    }
    if (!shared.isEmpty()) {
      draft.remark(
          "shared rows",
          "%s: a migration of the application inserts their rows, for no tenant may"
              .formatted(String.join(", ", shared)));
    }
  }

  private static boolean hasRows(Connection connection, Table table) throws SQLException {
    String readable = "SELECT has_table_privilege(%d, 'SELECT')".formatted(table.oid());
    return Sql.holds(connection, readable)
        && Sql.holds(connection, "SELECT EXISTS (SELECT FROM %s)".formatted(table.name()));
  }

  private void statements() {
    draft.remark(
        "statements",
        "SELECT * ends with one more column; ON CONFLICT (...) and GROUP BY a primary key go on through"
            + " CroftDataSource, ON CONFLICT ON CONSTRAINT everywhere");
    draft.remark(
        "statements",
        "texts that are run within the database (EXECUTE, DO) are not read by CroftDataSource: there name"
            + " tenant_id in ON CONFLICT (...), and the selected columns in GROUP BY");
    draft.remark(
        "statements",
        "NATURAL JOIN behind another join is ambiguous (42702), for tenant_id is common to all: use USING");
    draft.remark("statements", "TRUNCATE is refused in every home (42501): use DELETE");
    draft.remark(
        "statements",
        "INSERT INTO a SELECT * FROM b, where a has more columns than b, would put b's tenant_id into one"
            + " of them: name the columns");
    draft.remark(
        "statements", "the schema has another name in each home: leave it out of statements");
  }
}

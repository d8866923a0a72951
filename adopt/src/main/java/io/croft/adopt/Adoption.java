package io.croft.adopt;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Identifiers;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Plans how the schema of an application that knows no tenants becomes one that Croft can keep
 * apart: every table with the tenant's column, every key, foreign key and index led by it. It reads
 * PostgreSQL's catalogs in one read-only transaction and changes nothing.
 */
public final class Adoption {

  private static final String READ_ONLY =
      "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";
  private static final String PATIENCE = "SET LOCAL statement_timeout = '60s'";
  private static final String SCHEMA_IS_THERE = "SELECT current_schema() IS NOT NULL";
  private static final String HISTORY =
      "SELECT has_table_privilege(to_regclass('flyway_schema_history'), 'SELECT')";
  private static final String VERSION =
      """
      SELECT coalesce(max(split_part(version, '.', 1)::bigint), 0) FROM flyway_schema_history
      WHERE version ~ '^[0-9]{1,18}([.]|$)'
      """;

  private Adoption() {}

  /**
   * Returns what makes the schema ready; nothing when it is. The login must be able to read the
   * catalogs; that of the tables' owner sees rows, too.
   *
   * @param connection in autocommit, which it is in again afterwards
   * @throws CroftException {@code argument-invalid} when the schema or a named table is not there;
   *     {@code database-error} when the connection fails
   */
  public static AdoptionPlan plan(Connection connection, AdoptionOptions options) {
    try {
      connection.setAutoCommit(false);
      try {
        Sql.run(connection, READ_ONLY);
        Sql.run(connection, PATIENCE);
        Sql.run(connection, "SET LOCAL search_path = " + Identifiers.quote(options.schema()));
        return read(connection, options);
      } finally {
        connection.rollback();
        connection.setAutoCommit(true);
      }
    } catch (SQLException e) {
      throw new CroftException(
          ErrorCode.DATABASE_ERROR,
          "the schema " + options.schema() + " could not be read: " + e.getMessage(),
          "see the cause",
          e);
    }
  }

  private static AdoptionPlan read(Connection connection, AdoptionOptions options)
      throws SQLException {
    if (!Sql.holds(connection, SCHEMA_IS_THERE)) {
      throw new CroftException(
          ErrorCode.ARGUMENT_INVALID,
          "there is no schema " + options.schema() + " in the database, or none that may be used",
          "name the schema of the application's tables by --schema");
    }
    LiveSchema schema = LiveSchema.read(connection, options);
    Draft draft = new Draft();
    new TenantColumns(schema, rowTypes(connection), draft).plan();
    new Keys(schema, draft).plan();
    new ForeignKeys(schema, draft).plan();
    new Views(schema, draft).plan(connection);
    new Routines(schema, draft).plan();
    Sql.read(
            connection,
            "refusals",
            row -> new Refusal(row.getString(1), row.getString(2), row.getString(3)))
        .forEach(draft::refuse);
    if (draft.changes()) {
      new Sharing(schema, draft).suggest(connection);
      new Surroundings(schema, draft).tell(connection);
    }
    return new AdoptionPlan(
        options.schema(),
        schema.ofTenants().stream().filter(t -> !t.partition()).map(Table::name).toList(),
        List.copyOf(schema.shared()),
        draft.steps(),
        draft.refusals(),
        draft.suggestions(),
        draft.remarks(),
        historyVersion(connection));
  }

  private static Map<Long, String> rowTypes(Connection connection) throws SQLException {
    Map<Long, String> columns = new TreeMap<>();
    Sql.read(
        connection,
        "row_types",
        row -> columns.put(row.getLong("relation"), row.getString("columns")));
    return columns;
  }

  private static long historyVersion(Connection connection) throws SQLException {
    if (!Sql.holds(connection, HISTORY)) {
      return 0;
    }
    return Sql.query(connection, VERSION, row -> row.getLong(1)).get(0);
  }
}

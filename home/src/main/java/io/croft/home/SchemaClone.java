package io.croft.home;

import io.croft.core.Identifiers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The DDL that makes another schema with the same objects under the same names, compiled once from
 * the catalogs and run in one flight.
 *
 * <p>PostgreSQL prints a name without its schema when the search path finds it. So the text is
 * printed while the search path is the model, and executed while it is the new schema. Rights, row
 * security and the gate's triggers are left out: the gate makes them for each home.
 */
final class SchemaClone {

  /** Stands for the quoted name of the new schema where PostgreSQL wants it spelt out. */
  private static final String NEW_SCHEMA = "\u0001";

  private static final List<String> ORDERED =
      List.of("types", "functions", "sequences", "tables", "views");

  private static final String HISTORY_TABLE =
      "SELECT to_regclass('flyway_schema_history') IS NOT NULL";

  private static final String HISTORY =
      """
      SELECT format('INSERT INTO flyway_schema_history'
          ' SELECT * FROM json_populate_recordset(NULL::flyway_schema_history, %L)', json_agg(h))
      FROM flyway_schema_history h
      HAVING count(*) > 0
      """;

  private final String ddl;

  private SchemaClone(String ddl) {
    this.ddl = ddl;
  }

  /**
   * Compiles the DDL of {@code schema}. Wants a transaction of the caller, in which nobody changes
   * the schema; sets its search path.
   */
  static SchemaClone compile(Connection connection, String schema) throws SQLException {
    Sql.run(connection, "SET LOCAL search_path = " + Identifiers.quote(schema));
    List<SchemaObject> objects = new ArrayList<>();
    for (String kind : ORDERED) {
      objects.addAll(read(connection, kind));
    }
    List<String> statements =
        new ArrayList<>(CloneOrder.of(objects, CloneOrder.read(connection)).statements());
    for (String kind : List.of("after", "comments")) {
      read(connection, kind).forEach(object -> statements.add(object.ddl()));
    }
    if (Sql.holds(connection, HISTORY_TABLE)) {
      statements.addAll(Sql.strings(connection, HISTORY));
    }
    return new SchemaClone(statements.stream().collect(Collectors.joining(";\n", "", ";\n")));
  }

  /**
   * Creates {@code schema}, owned like all in it by {@code owner}. Wants a transaction of the
   * caller, which is a superuser's; sets its search path.
   */
  void create(Connection connection, String schema, String owner) throws SQLException {
    String name = Identifiers.quote(schema);
    String body = ddl.replace(NEW_SCHEMA, name);
    String tag = unusedTag(body);
    // One DO is one flight and one statement to the driver, whatever semicolons the bodies hold.
    Sql.run(
        connection,
        """
        DO $%1$s_block$
        BEGIN
          CREATE SCHEMA %2$s AUTHORIZATION %3$s;
          SET LOCAL ROLE %3$s;
          SET LOCAL search_path = %2$s;
          SET LOCAL check_function_bodies = off;
          EXECUTE $%1$s$
        %4$s
        $%1$s$;
          RESET ROLE;
        END
        $%1$s_block$
        """
            .formatted(tag, name, Identifiers.quote(owner), body));
  }

  private static String unusedTag(String body) {
    String tag = "croft";
    while (body.contains("$" + tag)) {
      tag += "x";
    }
    return tag;
  }

  private static List<SchemaObject> read(Connection connection, String kind) throws SQLException {
    try (Statement query = connection.createStatement();
        ResultSet row = query.executeQuery(Sql.resource("clone/" + kind))) {
      List<SchemaObject> objects = new ArrayList<>();
      while (row.next()) {
        objects.add(
            new SchemaObject(
                new SchemaObject.Address(row.getLong(1), row.getLong(2)), row.getString(3)));
      }
      return objects;
    }
  }
}

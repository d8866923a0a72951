package io.croft.adopt;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** Plans views that run with the rights of their caller; refuses what holds on to a key. */
final class Views {

  private static final String INVOKER =
      "with the rights of its owner a view is held to one tenant only as long as its owner is";

  /** A view or routine that PostgreSQL knows to need a key as it is. */
  private record Dependent(long table, String key, String name, boolean view) {}

  private final LiveSchema schema;
  private final Draft draft;

  Views(LiveSchema schema, Draft draft) {
    this.schema = schema;
    this.draft = draft;
  }

  void plan(Connection connection) throws SQLException {
    for (String view : Sql.read(connection, "views", row -> row.getString("name"))) {
      draft.step(
          Step.Kind.VIEW,
          view,
          "set security_invoker",
          INVOKER,
          "ALTER VIEW " + view + " SET (security_invoker = true)");
    }
    List<Dependent> dependents =
        Sql.read(
            connection,
            "dependents",
            row ->
                new Dependent(
                    row.getLong("relation"),
                    row.getString("key"),
                    row.getString("dependent"),
                    row.getBoolean("view")));
    dependents.stream().filter(this::changes).forEach(this::refuse);
  }

  private boolean changes(Dependent dependent) {
    return schema.isTenants(dependent.table())
        && schema.indexes().stream()
            .anyMatch(
                index ->
                    index.table() == dependent.table()
                        && index.name().equals(dependent.key())
                        && !index.led());
  }

  private void refuse(Dependent dependent) {
    draft.refuse(
        dependent.name(),
        "it needs %s as it is, without the tenant: it groups by the key alone, or names the constraint"
            .formatted(dependent.key()),
        dependent.view()
            ? "name every column that it selects in GROUP BY, which means the same"
            : "name the selected columns in GROUP BY, and columns instead of a constraint in ON CONFLICT");
  }
}

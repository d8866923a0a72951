package io.croft.gate;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * One defence taken out of a gate.
 *
 * @param name what is missing
 * @param edits statements for a superuser, with {@code search_path} at {@code pg_catalog, app}
 * @param undo a statement that gives back what the whole server has lost; empty when nothing has
 * @param attack what must then succeed
 */
record Mutation(String name, List<Edit> edits, String undo, Attack attack) {

  /** A change of one database. */
  interface Edit {
    void apply(Connection admin) throws SQLException;
  }

  static Mutation of(String name, Attack attack, Edit... edits) {
    return new Mutation(name, List.of(edits), "", attack);
  }

  Mutation undoneBy(String statement) {
    return new Mutation(name, edits, statement, attack);
  }

  /** Runs SQL. */
  static Edit sql(String statement) {
    return admin -> Sql.script(admin, statement);
  }

  /** Replaces text in the definition of a function, where it must occur exactly once. */
  static Edit replace(String function, String text, String by) {
    return admin -> {
      String definition =
          Sql.text(admin, "SELECT pg_get_functiondef(?::regprocedure)", "croft." + function);
      List<String> parts =
          new ArrayList<>(List.of(definition.split(java.util.regex.Pattern.quote(text), -1)));
      if (parts.size() != 2) {
        throw new IllegalStateException(
            "%s holds %d times: %s".formatted(function, parts.size() - 1, text));
      }
      Sql.script(admin, String.join(by, parts));
    };
  }

  /** Removes text from the definition of a function. */
  static Edit remove(String function, String text) {
    return replace(function, text, "");
  }

  void apply(GateDatabase database) throws SQLException {
    try (Connection admin = database.admin()) {
      // The event triggers would mend what is broken here.
      Sql.script(
          admin, "SET session_replication_role = replica; SET search_path = pg_catalog, app");
      for (Edit edit : edits) {
        edit.apply(admin);
      }
    }
  }

  void revert(GateDatabase database) throws SQLException {
    if (!undo.isEmpty()) {
      try (Connection admin = database.admin()) {
        Sql.script(admin, undo);
      }
    }
  }

  @Override
  public String toString() {
    return name;
  }
}

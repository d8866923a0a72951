package io.croft.gate;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The SQL of the gate, as it lies in the jar. */
final class GateScripts {

  /** The scripts that make what lives in the schema {@code croft}, in their order. */
  static List<String> ofSchema(Register register) {
    return List.of(
        "tables",
        "context",
        "access",
        register.script(),
        "homes",
        "moves",
        "stream",
        "rehearsals",
        "protect",
        "events",
        "publications",
        "status",
        "privileges");
  }

  /** All scripts of an installation, in their order. */
  static List<String> ofDatabase(Register register) {
    List<String> all = new ArrayList<>();
    all.add("database");
    all.addAll(ofSchema(register));
    all.add("builtins");
    all.add("attach_events");
    return all;
  }

  private GateScripts() {}

  static void run(Connection admin, String sql) throws SQLException {
    try (Statement statement = admin.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns the text of a script. */
  static String read(String name) {
    try (InputStream in = GateScripts.class.getResourceAsStream(name + ".sql")) {
      if (in == null) {
        throw new IllegalStateException("the gate's script " + name + " is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("the gate's script " + name + " cannot be read", e);
    }
  }
}

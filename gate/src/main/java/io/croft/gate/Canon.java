package io.croft.gate;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The gate as shipped, to compare with: the same scripts run into a schema of their own, in a
 * transaction that is rolled back.
 */
final class Canon {

  private static final String CREATE = "CREATE SCHEMA croft_canon AUTHORIZATION croft_owner";

  private Canon() {}

  /** Returns what differs in the connected database. Wants an administrator in autocommit. */
  static List<GateStatus.Drift> drift(Connection admin, Register register) throws SQLException {
    admin.setAutoCommit(false);
    try {
      GateScripts.run(admin, "SET LOCAL search_path = pg_catalog, pg_temp");
      GateScripts.run(admin, CREATE);
      for (String name : GateScripts.ofSchema(register)) {
        GateScripts.run(admin, elsewhere(GateScripts.read(name)));
      }
      return compare(admin);
    } finally {
      admin.rollback();
      admin.setAutoCommit(true);
    }
  }

  private static String elsewhere(String script) {
    return script
        .replaceAll("\\bcroft\\.", "croft_canon.")
        .replaceAll("\\bIN SCHEMA croft\\b", "IN SCHEMA croft_canon");
  }

  private static List<GateStatus.Drift> compare(Connection admin) throws SQLException {
    try (Statement query = admin.createStatement();
        ResultSet row = query.executeQuery(GateScripts.read("canon"))) {
      Stream.Builder<GateStatus.Drift> found = Stream.builder();
      while (row.next()) {
        found.add(
            new GateStatus.Drift(
                row.getString(1), row.getString(2), Optional.ofNullable(row.getString(3))));
      }
      return found.build().toList();
    }
  }
}

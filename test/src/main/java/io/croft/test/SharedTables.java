package io.croft.test;

import io.croft.core.Placement;
import io.croft.local.LocalFleet;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

/** Which tables belong to no tenant: the application's login cannot ask, a test may. */
@FunctionalInterface
interface SharedTables {

  /** Returns the names of the tables that every tenant may read. */
  Set<String> names() throws SQLException;

  /** Those that the migrations have declared by {@code croft.share}. */
  static SharedTables declaredIn(LocalFleet fleet) {
    return () -> {
      Set<String> names = new TreeSet<>();
      try (Connection connection = fleet.connect(EmbeddedFleet.EU, Placement.SHARED_DATABASE);
          Statement statement = connection.createStatement();
          ResultSet rows = statement.executeQuery("SELECT name FROM croft.shared_table")) {
        while (rows.next()) {
          names.add(rows.getString(1));
        }
      }
      return names;
    };
  }
}

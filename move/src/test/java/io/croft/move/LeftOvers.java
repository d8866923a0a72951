package io.croft.move;

import io.croft.catalog.Operation;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Looks, as a superuser, for anything that remains of a home. */
final class LeftOvers {

  /** With it the names of all slots and publications of moves begin. */
  private static final String NAMES = "croft_move_";

  private static final String DROP_PUBLICATIONS =
      """
      DO $$
      DECLARE
        name name;
      BEGIN
        FOR name IN SELECT pubname FROM pg_publication WHERE starts_with(pubname, '%s') LOOP
          EXECUTE format('DROP PUBLICATION %%I', name);
        END LOOP;
      END $$
      """
          .formatted(NAMES);

  private LeftOvers() {}

  static List<String> of(TestFleet fleet, Placement home) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Connection shared = fleet.server(home.server()).connect(Placement.SHARED_DATABASE)) {
      String tenant = home.tenant().toString();
      look(
          shared,
          found,
          "gate row",
          "SELECT 1 FROM croft.gate WHERE tenant::text = ? AND epoch = " + home.epoch(),
          tenant);
      look(
          shared,
          found,
          "schema",
          "SELECT 1 FROM pg_namespace WHERE nspname = ? AND nspname <> 'app'",
          home.schema());
      look(
          shared,
          found,
          "database",
          "SELECT 1 FROM pg_database WHERE datname = ? AND datname <> 'croft_app'",
          home.database());
      look(
          shared,
          found,
          "login",
          "SELECT 1 FROM pg_roles WHERE starts_with(rolname, ?) AND rolname !~ '^croft_app'",
          home.login());
      if (home.isolation() == Isolation.POOL) {
        for (String table : LedgerRows.TABLES) {
          look(
              shared,
              found,
              "rows of " + table,
              "SELECT 1 FROM app." + table + " WHERE tenant_id::text = ? LIMIT 1",
              tenant);
        }
      }
    }
    return found;
  }

  /** Looks for slots, publications and marks that moves have left at a server. */
  static List<String> ofStreams(TestFleet fleet, String server) throws SQLException {
    try (Connection shared = fleet.server(server).connect(Placement.SHARED_DATABASE)) {
      return ofStreams(shared, NAMES, "%");
    }
  }

  /** Looks for them in the database of a home too. */
  static List<String> ofStreams(TestFleet fleet, Placement home) throws SQLException {
    List<String> found = new ArrayList<>(ofStreams(fleet, home.server()));
    try (Connection own = fleet.superuser(home)) {
      found.addAll(ofStreams(own, NAMES, "%"));
    }
    return found;
  }

  /** Looks for those of one operation at a server, while others may be at work there. */
  static List<String> ofStream(TestFleet fleet, String server, Operation operation)
      throws SQLException {
    try (Connection shared = fleet.server(server).connect(Placement.SHARED_DATABASE)) {
      return ofStream(shared, operation);
    }
  }

  /** Looks for those of one operation in the database of a home. */
  static List<String> ofStream(TestFleet fleet, Placement home, Operation operation)
      throws SQLException {
    try (Connection own = fleet.superuser(home)) {
      return ofStream(own, operation);
    }
  }

  private static List<String> ofStream(Connection database, Operation operation)
      throws SQLException {
    String names = NAMES + operation.id().toString().replace("-", "");
    return ofStreams(database, names, operation.tenant().toString());
  }

  /** Removes them from both servers, so that a test which has failed is the only one. */
  static void removeStreams(TestFleet fleet) throws SQLException {
    for (String server : List.of(TestFleet.EU, TestFleet.US)) {
      try (Connection shared = fleet.server(server).connect(Placement.SHARED_DATABASE);
          Statement statement = shared.createStatement()) {
        statement.execute(
            """
            SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots
            WHERE active_pid IS NOT NULL
            """);
        statement.execute("SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots");
        statement.execute(DROP_PUBLICATIONS);
        statement.execute("DELETE FROM croft.mark");
      }
    }
  }

  /**
   * @param names with which the names of slots and publications begin
   * @param tenants a pattern of LIKE
   */
  private static List<String> ofStreams(Connection database, String names, String tenants)
      throws SQLException {
    List<String> found = new ArrayList<>();
    look(
        database,
        found,
        "slot",
        "SELECT 1 FROM pg_replication_slots WHERE starts_with(slot_name, ?)",
        names);
    look(
        database,
        found,
        "publication",
        "SELECT 1 FROM pg_publication WHERE starts_with(pubname, ?)",
        names);
    look(database, found, "mark", "SELECT 1 FROM croft.mark WHERE tenant::text LIKE ?", tenants);
    return found;
  }

  private static void look(
      Connection connection, List<String> found, String what, String sql, String value)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      query.setString(1, value);
      try (ResultSet row = query.executeQuery()) {
        if (row.next()) {
          found.add(what);
        }
      }
    }
  }
}

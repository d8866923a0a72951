package io.croft.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** What a client of a business knows by heart: its customers, its team and its price list. */
record Directory(List<Long> customers, List<Long> staff, List<Service> services) {

  /** One service on the price list. */
  record Service(long id, int minutes) {}

  /** Reads the directory through the business's own connection. */
  static Directory read(Connection connection) throws SQLException {
    List<Service> services = new ArrayList<>();
    try (PreparedStatement statement =
            connection.prepareStatement(
                "SELECT id, minutes FROM service WHERE active ORDER BY id");
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        services.add(new Service(rows.getLong(1), rows.getInt(2)));
      }
    }
    return new Directory(
        ids(connection, "SELECT id FROM customer ORDER BY id LIMIT 1000"),
        ids(connection, "SELECT id FROM staff ORDER BY id"),
        services);
  }

  private static List<Long> ids(Connection connection, String sql) throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(sql);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        ids.add(rows.getLong(1));
      }
    }
    return ids;
  }

  static <T> T pick(List<T> from, RandomGenerator random) {
    return from.get(random.nextInt(from.size()));
  }
}

package io.croft.test;

import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The application of these tests. */
final class Shop {

  /** Where its migrations are. */
  static final String MIGRATIONS = "classpath:io/croft/test/shop";

  /** The same with a second migration, for a fleet of its own. */
  static final String FRAIL = "classpath:io/croft/test/frail";

  private final DataSource source;

  Shop(DataSource source) {
    this.source = source;
  }

  /** Writes a row into each table. */
  Shop fill(TenantId tenant, String name) throws SQLException {
    TenantScope.run(
        tenant,
        () -> {
          try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            customer(connection, name);
            execute(
                connection,
                "INSERT INTO booking (customer_id, note, price)"
                    + " SELECT id, 'visit of ' || name, 41.50 FROM customer",
                "INSERT INTO event (day) VALUES ('2025-05-05'), ('2026-05-05')");
            connection.commit();
          }
        });
    return this;
  }

  private static void customer(Connection connection, String name) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO customer (name) VALUES (?)")) {
      insert.setString(1, name);
      insert.executeUpdate();
    }
  }

  static void execute(Connection connection, String... statements) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String each : statements) {
        statement.execute(each);
      }
    }
  }
}

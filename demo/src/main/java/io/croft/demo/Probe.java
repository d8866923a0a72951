package io.croft.demo;

import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Reads and writes as an application without filters does, and counts the rows of other tenants
 * that it reached.
 */
final class Probe {

  private static final String READ =
      Party.TABLES.stream()
          .map(table -> "SELECT tenant_id FROM " + table)
          .collect(
              Collectors.joining(
                  " UNION ALL ", "SELECT count(*) FROM (", ") r WHERE tenant_id <> ?"));

  private static final String UPDATE = "UPDATE location SET name = name RETURNING tenant_id";

  private static final String INSERT =
      """
      INSERT INTO service (code, name, minutes, price)
      VALUES ('PROBE', 'probe', 30, 0)
      RETURNING tenant_id
      """;

  private Probe() {}

  /** Returns how many rows of tenants other than {@code own} it read, changed or would own. */
  static long foreign(Connection connection, TenantId own) throws SQLException {
    long reached = 0;
    try (PreparedStatement read = connection.prepareStatement(READ)) {
      read.setObject(1, own.value());
      try (ResultSet row = read.executeQuery()) {
        row.next();
        reached += row.getLong(1);
      }
    }
    Savepoint before = connection.setSavepoint();
    reached += written(connection, UPDATE, own.value());
    reached += written(connection, INSERT, own.value());
    connection.rollback(before);
    return reached;
  }

  private static long written(Connection connection, String sql, UUID own) throws SQLException {
    long reached = 0;
    try (PreparedStatement write = connection.prepareStatement(sql);
        ResultSet rows = write.executeQuery()) {
      while (rows.next()) {
        if (!own.equals(rows.getObject(1, UUID.class))) {
          reached++;
        }
      }
    }
    return reached;
  }
}

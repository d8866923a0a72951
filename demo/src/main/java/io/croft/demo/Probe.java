package io.croft.demo;

import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.stream.Collectors;

/**
 * Reads and writes as an application without filters does, and counts the rows of other tenants
 * that it reached.
 */
final class Probe {

  private static final String SQL =
      Party.TABLES.stream()
          .map(table -> "SELECT tenant_id FROM " + table)
          .collect(
              Collectors.joining(
                  " UNION ALL ",
                  """
                  WITH changed AS (
                    UPDATE location SET name = name RETURNING tenant_id
                  ), added AS (
                    INSERT INTO service (code, name, minutes, price)
                    VALUES ('PROBE', 'probe', 30, 0)
                    RETURNING tenant_id
                  )
                  SELECT count(*) FROM (
                    SELECT tenant_id FROM changed
                    UNION ALL SELECT tenant_id FROM added
                    UNION ALL\s""",
                  ") r WHERE tenant_id <> ?"));

  private Probe() {}

  /** Returns how many rows of tenants other than {@code own} it read, changed or would own. */
  static long foreign(Connection connection, TenantId own) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try (PreparedStatement probe = connection.prepareStatement(SQL)) {
      probe.setObject(1, own.value());
      try (ResultSet row = probe.executeQuery()) {
        row.next();
        long reached = row.getLong(1);
        connection.rollback(before);
        return reached;
      }
    }
  }
}

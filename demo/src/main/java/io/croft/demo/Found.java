package io.croft.demo;

import io.croft.core.Identifiers;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * The rows of one tenant that the ledger speaks of, as a superuser reads them in one snapshot.
 *
 * @param bookings how many bookings each operation left
 * @param payments how many payments each operation left
 * @param points the sum of the points of the payments that each operation left
 * @param cancelled the bookings in state cancelled
 * @param balances the balance of each customer
 */
record Found(
    Map<UUID, Integer> bookings,
    Map<UUID, Integer> payments,
    Map<UUID, Integer> points,
    Set<Long> cancelled,
    Map<Long, Balance> balances) {

  /** What a customer's row says, and what the customer's payments add up to. */
  record Balance(long stands, long adds) {}

  /**
   * Reads the tenant's rows in {@code schema} through a connection that bypasses row security.
   *
   * <p>Both tables of one statement, all statements of one snapshot: clients may go on writing.
   */
  static Found read(Connection connection, String schema, TenantId tenant) throws SQLException {
    Map<UUID, Integer> bookings = new HashMap<>();
    Map<UUID, Integer> payments = new HashMap<>();
    Map<UUID, Integer> points = new HashMap<>();
    Set<Long> cancelled = new HashSet<>();
    Map<Long, Balance> balances = new HashMap<>();
    connection.setAutoCommit(false);
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    each(
        connection,
        "SELECT id, operation, state = 'cancelled' FROM %s WHERE tenant_id = ?",
        Identifiers.quote(schema, "booking"),
        tenant,
        row -> {
          bookings.merge(row.getObject(2, UUID.class), 1, Integer::sum);
          if (row.getBoolean(3)) {
            cancelled.add(row.getLong(1));
          }
        });
    each(
        connection,
        "SELECT operation, customer_id, points FROM %s WHERE tenant_id = ?",
        Identifiers.quote(schema, "payment"),
        tenant,
        row -> {
          UUID operation = row.getObject(1, UUID.class);
          payments.merge(operation, 1, Integer::sum);
          points.merge(operation, row.getInt(3), Integer::sum);
          balances.merge(row.getLong(2), new Balance(0, row.getInt(3)), Found::plus);
        });
    each(
        connection,
        "SELECT id, loyalty_points FROM %s WHERE tenant_id = ?",
        Identifiers.quote(schema, "customer"),
        tenant,
        row -> balances.merge(row.getLong(1), new Balance(row.getInt(2), 0), Found::plus));
    connection.rollback();
    return new Found(bookings, payments, points, cancelled, balances);
  }

  private static Balance plus(Balance one, Balance other) {
    return new Balance(one.stands() + other.stands(), one.adds() + other.adds());
  }

  @FunctionalInterface
  private interface Reader {
    void read(ResultSet row) throws SQLException;
  }

  private static void each(
      Connection connection, String sql, String table, TenantId tenant, Reader reader)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.formatted(table))) {
      statement.setObject(1, tenant.value());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          reader.read(rows);
        }
      }
    }
  }
}

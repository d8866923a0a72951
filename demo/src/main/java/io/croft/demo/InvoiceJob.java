package io.croft.demo;

import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import javax.sql.DataSource;

/**
 * The platform's monthly bill to a business. Its usage query forgot the filter: as written it sums
 * up every business's bookings, and only the database keeps the others out.
 */
final class InvoiceJob {

  private static final String USAGE =
      "SELECT count(*), coalesce(sum(price), 0) FROM booking WHERE starts_at >= ? AND starts_at < ?";

  private static final String EARLIER = "DELETE FROM invoice WHERE number = ?";

  private static final String INVOICE =
      """
      INSERT INTO invoice (number, period_from, period_to, total)
      VALUES (?, ?, ?, ?)
      RETURNING id
      """;

  private static final String LINE =
      """
      INSERT INTO invoice_line (invoice_id, line_no, description, quantity, amount)
      VALUES (?, 1, 'Bookings', ?, ?)
      """;

  private final DataSource source;

  InvoiceJob(DataSource source) {
    this.source = source;
  }

  /** Returns the number of the bill of the month that begins on {@code month}. */
  static String number(LocalDate month) {
    return "P-" + month;
  }

  /** Writes the bill of the month that begins on {@code month}; an earlier one is replaced. */
  void run(TenantId tenant, LocalDate month) throws SQLException {
    TenantScope.run(
        tenant,
        () -> {
          try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            bill(connection, month);
            connection.commit();
          }
        });
  }

  private static void bill(Connection connection, LocalDate month) throws SQLException {
    try (PreparedStatement usage = connection.prepareStatement(USAGE)) {
      usage.setTimestamp(1, Timestamp.from(Season.startOf(month)));
      usage.setTimestamp(2, Timestamp.from(Season.startOf(month.plusMonths(1))));
      try (ResultSet row = usage.executeQuery()) {
        row.next();
        write(connection, month, row.getInt(1), row.getBigDecimal(2));
      }
    }
  }

  private static void write(Connection connection, LocalDate month, int count, BigDecimal sum)
      throws SQLException {
    try (PreparedStatement earlier = connection.prepareStatement(EARLIER)) {
      earlier.setString(1, number(month));
      earlier.executeUpdate();
    }
    long id;
    try (PreparedStatement invoice = connection.prepareStatement(INVOICE)) {
      invoice.setString(1, number(month));
      invoice.setDate(2, Date.valueOf(month));
      invoice.setDate(3, Date.valueOf(month.plusMonths(1)));
      invoice.setBigDecimal(4, sum);
      try (ResultSet row = invoice.executeQuery()) {
        row.next();
        id = row.getLong(1);
      }
    }
    try (PreparedStatement line = connection.prepareStatement(LINE)) {
      line.setLong(1, id);
      line.setInt(2, count);
      line.setBigDecimal(3, sum);
      line.executeUpdate();
    }
  }
}

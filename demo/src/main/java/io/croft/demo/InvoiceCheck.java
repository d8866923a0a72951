package io.croft.demo;

import io.croft.core.Identifiers;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.Optional;

/** Checks a bill against two witnesses: the records that were generated, and a superuser's sum. */
final class InvoiceCheck {

  private static final String BILLED =
      """
      SELECT i.total, l.quantity, l.amount
        FROM %s i JOIN %s l ON l.tenant_id = i.tenant_id AND l.invoice_id = i.id
       WHERE i.tenant_id = ? AND i.number = ?
      """;

  private static final String TURNOVER =
      """
      SELECT count(*), coalesce(sum(price), 0)
        FROM %s
       WHERE tenant_id = ? AND starts_at >= ? AND starts_at < ?
      """;

  private InvoiceCheck() {}

  /**
   * Returns what is wrong with the bill of the month, empty when it is right to the cent.
   *
   * @param admin a superuser's connection to the home's database
   * @param expected what the generator's records add up to
   */
  static Optional<String> wrong(
      Connection admin, Placement home, LocalDate month, Books.Turnover expected)
      throws SQLException {
    Books.Turnover rows = turnover(admin, home, month);
    if (!rows.equals(expected)) {
      return Optional.of(
          "%s: the rows add up to %s, the records to %s".formatted(home.tenant(), rows, expected));
    }
    TenantId tenant = home.tenant();
    String sql =
        BILLED.formatted(
            Identifiers.quote(home.schema(), "invoice"),
            Identifiers.quote(home.schema(), "invoice_line"));
    try (PreparedStatement statement = admin.prepareStatement(sql)) {
      statement.setObject(1, tenant.value());
      statement.setString(2, InvoiceJob.number(month));
      try (ResultSet row = statement.executeQuery()) {
        if (!row.next()) {
          return Optional.of(tenant + ": there is no bill");
        }
        BigDecimal cents = BigDecimal.valueOf(expected.cents(), 2);
        boolean right =
            row.getBigDecimal(1).compareTo(cents) == 0
                && row.getLong(2) == expected.count()
                && row.getBigDecimal(3).compareTo(cents) == 0
                && !row.next();
        return right
            ? Optional.empty()
            : Optional.of(
                "%s: expected one bill of %s for %d bookings"
                    .formatted(tenant, cents, expected.count()));
      }
    }
  }

  private static Books.Turnover turnover(Connection admin, Placement home, LocalDate month)
      throws SQLException {
    String sql = TURNOVER.formatted(Identifiers.quote(home.schema(), "booking"));
    try (PreparedStatement statement = admin.prepareStatement(sql)) {
      statement.setObject(1, home.tenant().value());
      statement.setTimestamp(2, Timestamp.from(Season.startOf(month)));
      statement.setTimestamp(3, Timestamp.from(Season.startOf(month.plusMonths(1))));
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new Books.Turnover(
            row.getLong(1), row.getBigDecimal(2).movePointRight(2).longValueExact());
      }
    }
  }
}

package io.croft.demo;

import io.croft.core.TenantScope;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * Writes a business's books through the application's own data source: ordinary SQL, no tenant in
 * it, one statement for thousands of rows.
 */
final class Loader {

  private static final int CHUNK = 4_000;

  private final DataSource source;

  Loader(DataSource source) {
    this.source = source;
  }

  /** Writes {@code books} in one transaction as the business, unless it has rows already. */
  void load(Business business, Books books) throws SQLException {
    TenantScope.run(
        business.tenant(),
        () -> {
          try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            if (isEmpty(connection)) {
              write(connection, books);
            }
            connection.commit();
          }
        });
  }

  private static boolean isEmpty(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT 1 FROM location LIMIT 1");
        ResultSet rows = statement.executeQuery()) {
      return !rows.next();
    }
  }

  private static void write(Connection c, Books books) throws SQLException {
    long[] locations = Ids.reserve(c, "location", books.locations().size());
    long[] services = Ids.reserve(c, "service", books.services().size());
    long[] staff = Ids.reserve(c, "staff", books.staff().size());
    long[] customers = Ids.reserve(c, "customer", books.customers().size());
    long[] bookings = Ids.reserve(c, "booking", books.bookings().size());
    long[] invoices = Ids.reserve(c, "invoice", books.invoices().size());
    insert(c, Inserts.LOCATION, books.locations(), Inserts.locations(locations));
    insert(c, Inserts.SERVICE, books.services(), Inserts.services(services));
    insert(c, Inserts.STAFF, books.staff(), Inserts.staff(staff, locations));
    insert(c, Inserts.STAFF_SERVICE, books.staffServices(), Inserts.staffServices(staff, services));
    insert(c, Inserts.CUSTOMER, books.customers(), Inserts.customers(customers));
    insert(
        c,
        Inserts.BOOKING,
        books.bookings(),
        Inserts.bookings(bookings, locations, customers, staff, services));
    insert(c, Inserts.PAYMENT, books.payments(), Inserts.payments(bookings, customers));
    insert(c, Inserts.INVOICE, books.invoices(), Inserts.invoices(invoices, customers));
    insert(c, Inserts.INVOICE_LINE, books.invoiceLines(), Inserts.lines(invoices, bookings));
    insert(c, Inserts.REVIEW, books.reviews(), Inserts.reviews(bookings));
  }

  private static <R> void insert(
      Connection connection, String sql, List<R> rows, List<Inserts.Column<R>> columns)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int from = 0; from < rows.size(); from += CHUNK) {
        int to = Math.min(rows.size(), from + CHUNK);
        for (int i = 0; i < columns.size(); i++) {
          statement.setObject(i + 1, columns.get(i).values(rows, from, to));
        }
        statement.executeUpdate();
      }
    }
  }
}

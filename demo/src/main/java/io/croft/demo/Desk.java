package io.croft.demo;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.UUID;

/**
 * The front desk: the application's own transactions in plain SQL, without a tenant anywhere. Each
 * reads before it writes, and leaves the commit to its caller.
 */
final class Desk {

  private static final String CUSTOMER =
      "SELECT loyalty_points FROM customer WHERE id = ? FOR UPDATE";

  private static final String CLASHES =
      """
      SELECT count(*)
        FROM booking
       WHERE staff_id = ? AND state <> 'cancelled' AND starts_at < ? AND ends_at > ?
      """;

  private static final String BOOK =
      """
      INSERT INTO booking (operation, location_id, customer_id, staff_id, service_id,
                           starts_at, ends_at, price, note)
      SELECT ?, t.location_id, ?, t.id, s.id, ?, ?, s.price, ?
        FROM staff t CROSS JOIN service s
       WHERE t.id = ? AND s.id = ?
      RETURNING id, price
      """;

  private static final String PAY =
      """
      INSERT INTO payment (operation, booking_id, customer_id, kind, amount, points)
      VALUES (?, ?, ?, ?, ?::numeric / 100, ?)
      """;

  private static final String POINTS = "UPDATE customer SET loyalty_points = ? WHERE id = ?";

  private static final String STATE =
      """
      SELECT b.state, round(100 * sum(p.amount))::bigint AS paid
        FROM booking b JOIN payment p ON p.booking_id = b.id
       WHERE b.id = ?
       GROUP BY b.state
      """;

  private static final String CANCEL =
      "UPDATE booking SET state = 'cancelled', note = 'cancelled by phone' WHERE id = ?";

  private static final String AGENDA =
      """
      SELECT b.starts_at, c.full_name, s.name
        FROM booking b
        JOIN customer c ON c.id = b.customer_id
        JOIN service s ON s.id = b.service_id
       WHERE b.starts_at >= ?
       ORDER BY b.starts_at
       LIMIT 20
      """;

  private static final String HISTORY =
      "SELECT starts_at, price, state FROM booking WHERE customer_id = ? ORDER BY starts_at DESC";

  private final Connection connection;

  Desk(Connection connection) {
    this.connection = connection;
  }

  /** What a write left: the booking it is about, and what the customer's balance changed by. */
  record Receipt(long booking, int points) {}

  /** A wish for a booking. */
  record Wish(
      UUID operation, long customer, long staff, long service, Instant start, int minutes) {}

  /** Books, takes a deposit of a fifth and gives the points for it. */
  Receipt book(Wish wish) throws SQLException {
    int points = balance(wish.customer());
    Timestamp from = Timestamp.from(wish.start());
    Timestamp to = Timestamp.from(wish.start().plusSeconds(wish.minutes() * 60L));
    long clashes = clashes(wish.staff(), from, to);
    try (PreparedStatement statement = connection.prepareStatement(BOOK)) {
      statement.setObject(1, wish.operation());
      statement.setLong(2, wish.customer());
      statement.setTimestamp(3, from);
      statement.setTimestamp(4, to);
      statement.setString(5, clashes == 0 ? null : "one of " + (clashes + 1) + " at that hour");
      statement.setLong(6, wish.staff());
      statement.setLong(7, wish.service());
      try (ResultSet row = statement.executeQuery()) {
        require(row, "staff " + wish.staff() + " or service " + wish.service());
        long booking = row.getLong(1);
        long deposit = row.getBigDecimal(2).movePointRight(2).longValueExact() / 5;
        return settle(wish.operation(), booking, wish.customer(), "deposit", deposit, points);
      }
    }
  }

  /** Cancels a booking and pays back what was paid; a cancelled one is only recorded once more. */
  Receipt cancel(UUID operation, long customer, long booking) throws SQLException {
    int points = balance(customer);
    long paid = paid(booking);
    try (PreparedStatement statement = connection.prepareStatement(CANCEL)) {
      statement.setLong(1, booking);
      if (statement.executeUpdate() != 1) {
        throw new SQLException("booking " + booking + " is not there to be cancelled");
      }
    }
    return settle(operation, booking, customer, "refund", -paid, points);
  }

  /** Takes a further payment for a booking. */
  Receipt pay(UUID operation, long customer, long booking, long cents) throws SQLException {
    int points = balance(customer);
    paid(booking);
    return settle(operation, booking, customer, "balance", cents, points);
  }

  /** Returns how many bookings the desk sees on its next page. */
  int agenda(Instant from) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(AGENDA)) {
      statement.setTimestamp(1, Timestamp.from(from));
      return count(statement);
    }
  }

  /** Returns how many bookings a customer has made. */
  int history(long customer) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(HISTORY)) {
      statement.setLong(1, customer);
      return count(statement);
    }
  }

  private static int count(PreparedStatement statement) throws SQLException {
    int count = 0;
    try (ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        count++;
      }
    }
    return count;
  }

  private int balance(long customer) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CUSTOMER)) {
      statement.setLong(1, customer);
      try (ResultSet row = statement.executeQuery()) {
        require(row, "customer " + customer);
        return row.getInt(1);
      }
    }
  }

  private long clashes(long staff, Timestamp from, Timestamp to) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(CLASHES)) {
      statement.setLong(1, staff);
      statement.setTimestamp(2, to);
      statement.setTimestamp(3, from);
      try (ResultSet row = statement.executeQuery()) {
        require(row, "count");
        return row.getLong(1);
      }
    }
  }

  private long paid(long booking) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(STATE)) {
      statement.setLong(1, booking);
      try (ResultSet row = statement.executeQuery()) {
        require(row, "booking " + booking);
        return row.getLong(2);
      }
    }
  }

  /** Writes the balance that was read, changed: a lost row lock would show as a lost update. */
  private Receipt settle(
      UUID operation, long booking, long customer, String kind, long cents, int points)
      throws SQLException {
    int change = Points.of(cents);
    try (PreparedStatement statement = connection.prepareStatement(PAY)) {
      statement.setObject(1, operation);
      statement.setLong(2, booking);
      statement.setLong(3, customer);
      statement.setString(4, kind);
      statement.setLong(5, cents);
      statement.setInt(6, change);
      statement.executeUpdate();
    }
    try (PreparedStatement statement = connection.prepareStatement(POINTS)) {
      statement.setInt(1, points + change);
      statement.setLong(2, customer);
      if (statement.executeUpdate() != 1) {
        throw new SQLException("customer " + customer + " is not there to be credited");
      }
    }
    return new Receipt(booking, change);
  }

  private static void require(ResultSet row, String what) throws SQLException {
    if (!row.next()) {
      throw new SQLException(what + " is not there");
    }
  }
}

package io.croft.demo;

import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * One client thread in an open loop: requests are due at fixed times whether or not the last one is
 * done, and every latency counts from when the request was due, so that a wait is never hidden by
 * the requests it kept from being sent.
 */
final class Client implements Runnable {

  private static final int REMEMBERED = 40;

  private final DataSource source;
  private final List<TenantId> tenants;
  private final Duration interval;
  private final double writes;
  private final Ledger ledger;
  private final Errors errors;
  private final Random random;
  private final Timings timings = new Timings();
  private final Map<TenantId, Directory> directories = new HashMap<>();
  private final Map<TenantId, List<Made>> made = new HashMap<>();
  private volatile boolean stopped;

  /** A booking that this client made. */
  private record Made(long customer, long booking) {}

  /**
   * @param tenants whose requests it sends; each request draws one
   * @param interval between the times at which two requests are due
   * @param writes the share of requests that write, between 0 and 1
   */
  Client(
      DataSource source,
      List<TenantId> tenants,
      Duration interval,
      double writes,
      Ledger ledger,
      Errors errors,
      long seed) {
    this.source = source;
    this.tenants = tenants;
    this.interval = interval;
    this.writes = writes;
    this.ledger = ledger;
    this.errors = errors;
    this.random = new Random(seed);
  }

  Timings timings() {
    return timings;
  }

  /** Asks the client to end after the request it is at. */
  void stop() {
    stopped = true;
  }

  @Override
  public void run() {
    long due = System.nanoTime() + random.nextLong(interval.toNanos());
    while (!stopped) {
      long wait = due - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      } else {
        TenantId tenant = Directory.pick(tenants, random);
        TenantScope.run(tenant, () -> request(tenant));
        timings.add(due, System.nanoTime());
        due += interval.toNanos();
      }
    }
  }

  private void request(TenantId tenant) {
    try {
      if (random.nextDouble() < writes) {
        write(tenant);
      } else {
        read(tenant);
      }
    } catch (SQLException | RuntimeException e) {
      errors.add(tenant, e);
    }
  }

  private void read(TenantId tenant) throws SQLException {
    try (Connection connection = source.getConnection()) {
      Desk desk = new Desk(connection);
      if (random.nextInt(3) == 0) {
        desk.agenda(Season.startOf(Season.TODAY.minusDays(random.nextInt(60))));
      } else {
        desk.history(Directory.pick(directory(tenant, connection).customers(), random));
      }
    }
  }

  private void write(TenantId tenant) throws SQLException {
    List<Made> mine = made.computeIfAbsent(tenant, t -> new ArrayList<>());
    UUID operation = new UUID(random.nextLong(), random.nextLong());
    try (Connection connection = source.getConnection()) {
      Directory directory = directory(tenant, connection);
      connection.setAutoCommit(false);
      int dice = random.nextInt(6);
      if (dice < 3 || mine.isEmpty()) {
        Desk.Wish wish = wish(operation, directory);
        Desk.Receipt receipt =
            commit(
                connection,
                tenant,
                Ledger.Kind.BOOK,
                operation,
                wish.customer(),
                0,
                desk -> desk.book(wish));
        remember(mine, new Made(wish.customer(), receipt.booking()));
      } else if (dice < 5) {
        Made paid = Directory.pick(mine, random);
        long cents = 500L + random.nextInt(2_000);
        commit(
            connection,
            tenant,
            Ledger.Kind.PAY,
            operation,
            paid.customer(),
            paid.booking(),
            desk -> desk.pay(operation, paid.customer(), paid.booking(), cents));
      } else {
        Made gone = mine.remove(random.nextInt(mine.size()));
        commit(
            connection,
            tenant,
            Ledger.Kind.CANCEL,
            operation,
            gone.customer(),
            gone.booking(),
            desk -> desk.cancel(operation, gone.customer(), gone.booking()));
      }
    }
  }

  @FunctionalInterface
  private interface Deed {
    Desk.Receipt at(Desk desk) throws SQLException;
  }

  /** Announces, does, commits and concludes one write. */
  private Desk.Receipt commit(
      Connection connection,
      TenantId tenant,
      Ledger.Kind kind,
      UUID operation,
      long customer,
      long booking,
      Deed deed)
      throws SQLException {
    Ledger.Entry entry = ledger.announce(tenant, operation, kind, customer, booking);
    Ledger.Outcome outcome = Ledger.Outcome.FAILED;
    int points = 0;
    try {
      Desk.Receipt receipt = deed.at(new Desk(connection));
      points = receipt.points();
      outcome = Ledger.Outcome.UNKNOWN;
      connection.commit();
      outcome = Ledger.Outcome.ACKNOWLEDGED;
      return receipt;
    } finally {
      ledger.conclude(tenant, entry.ended(outcome, points));
      if (outcome == Ledger.Outcome.FAILED) {
        connection.rollback();
      }
    }
  }

  private Desk.Wish wish(UUID operation, Directory directory) {
    Directory.Service service = Directory.pick(directory.services(), random);
    return new Desk.Wish(
        operation,
        Directory.pick(directory.customers(), random),
        Directory.pick(directory.staff(), random),
        service.id(),
        Season.startOf(Season.TODAY.plusDays(random.nextInt(60)))
            .plusSeconds(900L * random.nextInt(96)),
        service.minutes());
  }

  private void remember(List<Made> mine, Made booking) {
    if (mine.size() < REMEMBERED) {
      mine.add(booking);
    } else {
      mine.set(random.nextInt(REMEMBERED), booking);
    }
  }

  private Directory directory(TenantId tenant, Connection connection) throws SQLException {
    Directory known = directories.get(tenant);
    if (known == null) {
      known = Directory.read(connection);
      directories.put(tenant, known);
    }
    return known;
  }
}

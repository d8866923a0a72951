package io.croft.move;

import io.croft.catalog.Operation;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;

/** A fleet with a mover, and what tests of moves do with it. */
final class MoveFixture {

  /** A machine that does other work as well may need seconds for what takes milliseconds. */
  static final MoveSettings PATIENT =
      MoveSettings.DEFAULT.withLease(Duration.ofSeconds(10)).withNotice(Duration.ZERO);

  final TestFleet fleet;
  final Mover mover;

  MoveFixture() {
    fleet = TestFleet.shared();
    mover = mover(PATIENT);
  }

  Mover mover(MoveSettings settings) {
    return new Mover(fleet.catalog(), fleet.secret(), fleet.homes(), settings);
  }

  TenantId filledTenant(Isolation isolation, String server, int accounts, int entriesEach)
      throws SQLException {
    TenantId tenant = fleet.tenant(isolation, server);
    try (Connection session = TenantSession.open(fleet, placement(tenant))) {
      LedgerRows.fill(session, accounts, entriesEach);
      session.commit();
    }
    return tenant;
  }

  /** Writes one row as the tenant does, in its present home; returns its generated id. */
  long addEntry(TenantId tenant) throws SQLException {
    try (Connection session = TenantSession.open(fleet, placement(tenant));
        Statement statement = session.createStatement();
        ResultSet id =
            statement.executeQuery(
                """
                INSERT INTO entry (account_id, operation, amount)
                SELECT min(id), gen_random_uuid(), 1 FROM account RETURNING id
                """)) {
      id.next();
      long value = id.getLong(1);
      session.commit();
      return value;
    }
  }

  /**
   * The servers of the tests acknowledge sooner, and would lose that when they are stopped at once.
   */
  void commitBeforeAcknowledging() throws SQLException {
    for (String server : List.of(TestFleet.EU, TestFleet.US)) {
      try (Connection superuser = fleet.server(server).connect("postgres");
          Statement statement = superuser.createStatement()) {
        statement.execute("ALTER SYSTEM SET synchronous_commit = on");
        statement.execute("SELECT pg_reload_conf()");
      }
    }
  }

  MoveResult move(TenantId tenant, Isolation isolation, String server) {
    return move(tenant, isolation, server, MoveMode.FENCED_COPY);
  }

  MoveResult move(TenantId tenant, Isolation isolation, String server, MoveMode mode) {
    return run(mover.start(tenant, isolation, server, mode, "test"));
  }

  private MoveResult run(Operation operation) {
    return mover.run(operation.id(), "test", MoveListener.NONE).orElseThrow();
  }

  Placement placement(TenantId tenant) {
    return fleet.catalog().placement(tenant).orElseThrow();
  }
}

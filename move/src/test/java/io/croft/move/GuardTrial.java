package io.croft.move;

import static io.croft.core.Isolation.SCHEMA;
import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.Operation;
import io.croft.catalog.OperationState;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * A tenant in a schema whose move to the other server is disturbed at chosen moments, and what came
 * of it. Whatever the tenant was told to be written, it must have afterwards.
 */
final class GuardTrial implements AutoCloseable {

  final MoveFixture moves = new MoveFixture();
  final TenantId tenant = moves.filledTenant(SCHEMA, EU, 4, 5);
  final Placement origin = moves.placement(tenant);
  private final List<Operation> operations = new ArrayList<>();
  private final List<String> findings = new ArrayList<>();
  private List<String> expected = rows(origin);

  /** Something that a test does at some moment. */
  interface Action {
    void run() throws Exception;
  }

  GuardTrial() throws SQLException {}

  /** Returns an order of the move. */
  MoveOrder order() {
    return MoveOrder.of(tenant, SCHEMA, US).in(MoveMode.STREAMED);
  }

  /** Puts the move into the catalog. */
  Route start(MoveOrder order) {
    return follow(moves.mover.start(order, "test"));
  }

  /** From here on the tenant is on the way that this operation is. */
  Route follow(Operation operation) {
    operations.add(operation);
    return route();
  }

  Operation operation() {
    return operations.get(operations.size() - 1);
  }

  Route route() {
    return Route.of(tenant, operation().spec());
  }

  /** Lets something happen when the move comes to that place. */
  static void at(String failpoint, Action action) {
    Failpoint.arm(
        failpoint,
        () -> {
          try {
            action.run();
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  /** Drives the move to its end; returns the code of what it fails with. */
  Optional<ErrorCode> run() {
    return run(moves.mover);
  }

  Optional<ErrorCode> run(Mover mover) {
    try {
      if (state() == OperationState.FAILED) {
        moves.fleet.catalog().operations().retry(operation().id(), "test");
      }
      mover.run(operation().id(), "test", MoveListener.NONE);
      return Optional.empty();
    } catch (CroftException e) {
      return Optional.of(e.code());
    }
  }

  /** Drives it in a thread of its own. */
  CompletableFuture<Optional<ErrorCode>> drive(Mover mover) {
    return CompletableFuture.supplyAsync(() -> run(mover), work -> new Thread(work).start());
  }

  void awaitStep(MoveStep step) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                step.word()
                    .equals(moves.fleet.catalog().operations().operation(operation().id()).step()));
  }

  private OperationState state() {
    return moves.fleet.catalog().operations().operation(operation().id()).state();
  }

  /** The tenant writes where it lives. */
  void write(String sql) throws SQLException {
    try (Connection session = TenantSession.open(moves.fleet, moves.placement(tenant));
        Statement statement = session.createStatement()) {
      statement.execute(sql);
      session.commit();
    }
    wrote();
  }

  /** The tenant has been told that something is written in its old home. */
  void wrote() throws SQLException {
    expected = rows(moves.placement(tenant));
  }

  /** A superuser does something in a home. */
  void asSuperuser(Placement home, String sql) throws SQLException {
    try (Connection superuser = superuser(home);
        Statement statement = superuser.createStatement()) {
      statement.execute(sql);
    }
  }

  Connection superuser(Placement home) throws SQLException {
    Connection superuser = moves.fleet.superuser(home);
    try (Statement statement = superuser.createStatement()) {
      statement.execute("SET search_path = \"%s\"".formatted(home.schema()));
    }
    return superuser;
  }

  /** Waits until what a superuser asks for is so. */
  void awaitTrue(Placement home, String query) {
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(20))
        .until(
            () -> {
              try (Connection superuser = superuser(home);
                  Statement statement = superuser.createStatement();
                  ResultSet row = statement.executeQuery(query)) {
                return row.next() && row.getBoolean(1);
              }
            });
  }

  /** Adds what is wrong when the move was to come to its end. */
  GuardTrial requireArrived(Optional<ErrorCode> refusal) throws SQLException {
    refusal.ifPresent(code -> find("refused: " + code.code()));
    return requireServed();
  }

  /** Adds what is wrong when the move was to be refused before its switch. */
  GuardTrial requireRefused(ErrorCode wanted, Optional<ErrorCode> refusal) throws SQLException {
    if (!refusal.equals(Optional.of(wanted))) {
      find("not refused with " + wanted.code() + ", but " + refusal);
    }
    if (!moves.placement(tenant).equals(origin)) {
      find("moved all the same");
    }
    return requireServed();
  }

  /** Adds what is wrong unless one home is open, and holds what was written. */
  private GuardTrial requireServed() throws SQLException {
    List<Placement> open = OpenHomes.of(moves.fleet, route());
    if (open.size() != 1) {
      find("open homes: " + open.size());
      return this;
    }
    List<String> missing = new ArrayList<>(expected);
    missing.removeAll(rows(open.get(0)));
    List<String> other = new ArrayList<>(rows(open.get(0)));
    other.removeAll(expected);
    if (!missing.isEmpty() || !other.isEmpty()) {
      find("rows lost: %d, rows not written: %d".formatted(missing.size(), other.size()));
    }
    return this;
  }

  void find(String what) {
    findings.add(what);
  }

  List<String> findings() {
    return findings;
  }

  private List<String> rows(Placement home) throws SQLException {
    return LedgerRows.all(moves.fleet, home);
  }

  /** Leaves nothing to other tests: a mover that lacks a guard may not clean up after itself. */
  @Override
  public void close() throws SQLException {
    boolean unused = Failpoint.disarm();
    for (Operation operation : operations) {
      end(operation);
    }
    await().atMost(Duration.ofSeconds(40)).until(Ordeal::noThreadIsLeft);
    for (String server : List.of(EU, US)) {
      try (Connection shared = moves.fleet.server(server).connect(Placement.SHARED_DATABASE);
          Statement statement = shared.createStatement()) {
        statement.execute(
            """
            SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots
            WHERE starts_with(slot_name, 'croft_move_') AND active;
            SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots
            WHERE starts_with(slot_name, 'croft_move_');
            DO $$ DECLARE name text; BEGIN
              FOR name IN SELECT pubname FROM pg_publication WHERE starts_with(pubname, 'croft_move_') LOOP
                EXECUTE format('DROP PUBLICATION %I', name);
              END LOOP;
            END $$;
            DELETE FROM croft.mark
            """);
      }
    }
    for (Operation operation : operations) {
      Route route = Route.of(tenant, operation.spec());
      moves.fleet.homes().dropEvenInUse(route.from());
      moves.fleet.homes().dropEvenInUse(route.to());
    }
  }

  private void end(Operation operation) {
    try {
      moves.fleet.catalog().operations().cancel(operation.id(), "test");
      moves.mover.run(operation.id(), "test", MoveListener.NONE);
    } catch (CroftException e) {
      // It has ended, or cannot be ended any more.
    }
  }
}

package io.croft.move;

import io.croft.catalog.ControlCatalog;
import io.croft.catalog.Operation;
import io.croft.catalog.OperationFilter;
import io.croft.catalog.OperationKind;
import io.croft.catalog.OperationState;
import io.croft.catalog.Server;
import io.croft.catalog.TenantRow;
import io.croft.catalog.TenantStatus;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.move.BulkItem.Outcome;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What a bulk move does with one tenant. Thread-safe. */
final class BulkTurn {

  private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(200);

  private final ControlCatalog catalog;
  private final Mover mover;
  private final BulkTarget target;
  private final String worker;
  private final BooleanSupplier ending;

  BulkTurn(
      ControlCatalog catalog,
      Mover mover,
      BulkTarget target,
      String worker,
      BooleanSupplier ending) {
    this.catalog = catalog;
    this.mover = mover;
    this.target = target;
    this.worker = worker;
    this.ending = ending;
  }

  BulkItem item(TenantRow row, Outcome outcome) {
    return BulkItem.of(row.tenant(), row.placement(), target, outcome);
  }

  /** Returns whether the tenant is to be moved, or why not; changes nothing. */
  BulkItem look(TenantRow row) {
    BulkItem seen = lookOnce(row);
    // Another process may have begun to move it, or have done so, while this one looked.
    return seen.outcome() == Outcome.REFUSED ? lookOnce(row) : seen;
  }

  private BulkItem lookOnce(TenantRow row) {
    TenantId tenant = row.tenant().id();
    Optional<Operation> begun = begun(tenant);
    if (begun.isPresent()) {
      return item(row, Outcome.PLANNED).because("goes on with move " + begun.get().id());
    }
    Placement now = catalog.placement(tenant).orElse(row.placement());
    if (target.isReached(now)) {
      return item(row, Outcome.THERE);
    }
    if (row.tenant().status() == TenantStatus.PROVISIONING) {
      return item(row, Outcome.REFUSED).because("tenant-not-active: it is being created");
    }
    try {
      mover.check(tenant, target.isolation(now), target.server(now));
      return item(row, Outcome.PLANNED);
    } catch (CroftException e) {
      if (e.code() == ErrorCode.CATALOG_UNREACHABLE) {
        throw e;
      }
      return item(row, Outcome.REFUSED).because(e);
    }
  }

  /**
   * Returns likewise, counting who would arrive at each server: the room is that of all of them
   * together.
   */
  BulkItem look(TenantRow row, Map<String, Integer> arriving) {
    BulkItem item = look(row);
    String server = target.server(row.placement());
    if (item.outcome() != Outcome.PLANNED || server.equals(row.placement().server())) {
      return item;
    }
    Server there = catalog.server(server);
    int taken = there.tenants() + arriving.merge(server, 1, Integer::sum);
    return taken <= there.maxTenants()
        ? item
        : item(row, Outcome.REFUSED)
            .because("server-full: server " + server + " has no room for all of them");
  }

  /** Moves the tenant; empty while another process does. */
  Optional<BulkItem> take(TenantRow row) {
    try {
      return drive(row, operation(row.tenant().id(), row.placement()));
    } catch (CroftException e) {
      return switch (e.code()) {
        case OPERATION_IN_PROGRESS, OPERATION_ENDED, OPERATION_LOST, ALREADY_THERE ->
            Optional.empty();
        case CATALOG_UNREACHABLE, INTERRUPTED -> throw e;
        default -> Optional.of(item(row, Outcome.FAILED).because(e));
      };
    }
  }

  private Operation operation(TenantId tenant, Placement seen) {
    Optional<Operation> begun = begun(tenant);
    if (begun.isPresent()) {
      Operation move = begun.get();
      return move.state() == OperationState.FAILED
          ? catalog.operations().retry(move.id(), worker)
          : move;
    }
    Placement now = catalog.placement(tenant).orElse(seen);
    return mover.start(tenant, target.isolation(now), target.server(now), target.mode(), worker);
  }

  private Optional<BulkItem> drive(TenantRow row, Operation operation) {
    Optional<MoveResult> result = mover.run(operation.id(), worker, MoveListener.NONE, ending);
    if (result.isPresent()) {
      return Optional.of(item(row, Outcome.MOVED).after(result.get().fenced()));
    }
    Operation now = catalog.operations().operation(operation.id());
    return Optional.of(
        item(row, now.state() == OperationState.CANCELLED ? Outcome.CANCELLED : Outcome.LEFT));
  }

  /** The tenant's move that was begun for the same end and has not come to it. */
  private Optional<Operation> begun(TenantId tenant) {
    return catalog
        .operations()
        .list(new OperationFilter(OperationKind.MOVE, null, tenant, 1))
        .stream()
        .filter(move -> move.state() == OperationState.FAILED || !move.state().ended())
        .filter(move -> target.matches(MovePlan.of(tenant, move.spec())))
        .filter(move -> isWhere(tenant, Route.of(tenant, move.spec())))
        .findFirst();
  }

  /** A failed move of former times is none to go on with. */
  private boolean isWhere(TenantId tenant, Route route) {
    Optional<Placement> now = catalog.placement(tenant);
    return now.equals(Optional.of(route.from())) || now.equals(Optional.of(route.to()));
  }

  /**
   * Waits while another process moves the tenant, and goes on with the move when that process has
   * died.
   */
  BulkItem await(TenantRow row) {
    while (!ending.getAsBoolean()) {
      BulkItem seen = look(row);
      if (seen.outcome() != Outcome.PLANNED) {
        return seen.outcome() == Outcome.THERE ? item(row, Outcome.MOVED_ELSEWHERE) : seen;
      }
      Optional<Operation> active = catalog.operations().active(row.tenant().id());
      if (!active.map(Operation::driven).orElse(false)) {
        Optional<BulkItem> taken = take(row);
        if (taken.isPresent()) {
          return taken.get();
        }
      }
      LockSupport.parkNanos(LOOK_AGAIN);
    }
    return item(row, Outcome.LEFT);
  }
}

package io.croft.move;

import io.croft.catalog.Claim;
import io.croft.catalog.ControlCatalog;
import io.croft.catalog.NewOperation;
import io.croft.catalog.OperationKind;
import io.croft.catalog.OperationState;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.gate.HomeGate;
import io.croft.gate.MoverGate;
import io.croft.home.Homes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * What remains after the switch, in which nothing can be undone any more. Each part may have been
 * done before by a process that has died.
 */
final class MoveFinish {

  private final ControlCatalog catalog;
  private final MoverAccess access;
  private final Homes homes;
  private final MoveSettings settings;
  private final MovePlan plan;
  private final Route route;
  private final Claim claim;
  private final MoveLog log;
  private final Removal subscriptions;

  /**
   * @param subscriptions removes the publications and slots at the old home
   */
  MoveFinish(
      ControlCatalog catalog,
      MoverAccess access,
      Homes homes,
      MoveSettings settings,
      MovePlan plan,
      Claim claim,
      MoveLog log,
      Removal subscriptions) {
    this.catalog = catalog;
    this.access = access;
    this.homes = homes;
    this.settings = settings;
    this.plan = plan;
    this.route = plan.route();
    this.claim = claim;
    this.log = log;
    this.subscriptions = subscriptions;
  }

  void run(Switched done) throws SQLException {
    if (done.isBefore()) {
      openTarget();
    }
    follow();
    rest(done);
    check(done);
    if (plan.wayBack().isPresent()) {
      keep(plan.wayBack().get());
    } else {
      clean();
    }
  }

  /**
   * Opens the target once more, for the case that the process which switched did not come so far.
   */
  private void openTarget() throws SQLException {
    if (hasFollowed(catalog, route)) {
      return;
    }
    log.begin(MoveStep.OPENED);
    try (Connection source = MoverSession.open(access, route.from());
        Connection target = MoverSession.open(access, route.to())) {
      MoverGate.open(target, route.to(), MoverGate.handover(source, route.from()));
    }
    log.done(MoveStep.OPENED, "");
  }

  /** Returns whether the catalog names the new home. */
  static boolean hasFollowed(ControlCatalog catalog, Route route) {
    return catalog.placement(route.tenant()).map(route.to()::equals).orElse(false);
  }

  private void follow() {
    log.begin(MoveStep.FOLLOWED);
    if (!catalog.follow(route.from(), route.to(), claim.worker())) {
      throw new CroftException(
          ErrorCode.GATE_REFUSED,
          "the catalog has a third placement for tenant " + route.tenant(),
          "compare croft tenant show with the gate rows of the servers");
    }
    Failpoint.AFTER.reach(MoveStep.FOLLOWED);
    log.done(MoveStep.FOLLOWED, "epoch " + route.to().epoch());
  }

  /** The tenant's users come over in this moment, and everything else on the servers is slow. */
  private void rest(Switched done) {
    Duration rest = done.isBefore() ? Duration.ZERO : settings.rest();
    long until = System.nanoTime() + rest.toNanos();
    for (long left = rest.toNanos();
        left > 0 && !Thread.currentThread().isInterrupted();
        left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** A fenced copy was compared while both homes were shut: there is no later moment. */
  private void check(Switched done) throws SQLException {
    requireNoDifference();
    if (done.frozen().isEmpty()) {
      return;
    }
    log.begin(MoveStep.CHECKED);
    try {
      HomeHash same = done.frozen().get().compare();
      Failpoint.AFTER.reach(MoveStep.CHECKED);
      log.done(MoveStep.CHECKED, same.rows() + " rows");
    } catch (CroftException e) {
      if (e.code() == ErrorCode.VERIFICATION_FAILED) {
        log.note(MoveLog.DIFFERS, String.valueOf(e.getMessage()));
      }
      throw e;
    }
  }

  /** The old home is all there is to find out what happened, so only a person can give it up. */
  private void requireNoDifference() {
    Optional<String> differs = log.note(MoveLog.DIFFERS);
    if (differs.isPresent() && log.note(MoveLog.ACCEPTED).isEmpty()) {
      throw new CroftException(
          ErrorCode.VERIFICATION_FAILED,
          differs.get(),
          "compare the tables in both homes, then croft move resume --accept-differences");
    }
  }

  /** The second move takes the tenant over in the moment in which this one lets go. */
  private void keep(WayBack back) throws SQLException {
    log.begin(MoveStep.KEPT);
    subscriptions.run();
    Failpoint.AFTER.reach(MoveStep.KEPT);
    log.done(MoveStep.KEPT, back.operation().toString());
    Map<String, String> spec = back.returning(route, Instant.now());
    MovePlan returning = MovePlan.of(route.tenant(), spec);
    catalog
        .operations()
        .goOnAs(
            claim,
            null,
            new NewOperation(
                back.operation(),
                OperationKind.MOVE,
                route.tenant(),
                spec,
                returning.steps(MoveMode.STREAMED).stream().map(MoveStep::word).toList()));
  }

  private void clean() throws SQLException {
    log.begin(MoveStep.CLEANED);
    subscriptions.run();
    if (route.from().isolation() == Isolation.POOL) {
      removePoolRows();
    }
    homes.drop(route.from());
    Failpoint.AFTER.reach(MoveStep.CLEANED);
    log.done(MoveStep.CLEANED, route.from().summary());
    catalog.operations().finish(claim, OperationState.DONE, null);
  }

  private void removePoolRows() throws SQLException {
    try (Connection source = MoverSession.open(access, route.from())) {
      Optional<HomeGate> gate = HomeGate.read(source, route.from());
      if (gate.isPresent()) {
        HomeRows.remove(source, route.from(), gate.get().token());
      }
    }
  }
}

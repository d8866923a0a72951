package io.croft.move;

import io.croft.catalog.Claim;
import io.croft.catalog.ControlCatalog;
import io.croft.catalog.OperationState;
import io.croft.catalog.StepState;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.gate.HomeGate;
import io.croft.gate.HomeState;
import io.croft.gate.MasterSecret;
import io.croft.gate.MoverGate;
import io.croft.home.Homes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One claim's work on a move: looks where the move is, then goes forward or undoes it. The truth is
 * the source's gate row; what the catalog has recorded is for people to read.
 */
final class MoveDrive {

  private static final Logger LOG = LoggerFactory.getLogger(MoveDrive.class);
  private static final int TRIES = 3;

  private final ControlCatalog catalog;
  private final MoverAccess access;
  private final Homes homes;
  private final MoveSettings settings;
  private final Claim claim;
  private final Heartbeat heartbeat;
  private final MoveListener listener;
  private final Route route;
  private final byte[] passKey;
  private final long begun = System.nanoTime();

  private long rows;
  private long bytes;
  private Instant fencedAt = Instant.EPOCH;
  private Duration fenced = Duration.ZERO;
  private Duration estimate = Duration.ZERO;

  MoveDrive(
      ControlCatalog catalog,
      MoverAccess access,
      MasterSecret secret,
      Homes homes,
      MoveSettings settings,
      Claim claim,
      Heartbeat heartbeat,
      MoveListener listener) {
    this.catalog = catalog;
    this.access = access;
    this.homes = homes;
    this.settings = settings;
    this.claim = claim;
    this.heartbeat = heartbeat;
    this.listener = listener;
    this.route = Route.of(claim.operation().tenant(), claim.operation().spec());
    // The same for every attempt, so that no attempt can leave a target that another's pass cannot
    // open.
    this.passKey = secret.derive("pass.v1:" + route.tenant() + ":" + route.to().epoch());
  }

  Optional<MoveResult> run() {
    try {
      if (switched()) {
        return Optional.of(finish());
      }
      if (claim.operation().cancelRequested()) {
        undo();
        catalog.operations().finish(claim, OperationState.CANCELLED, "undone");
        return Optional.empty();
      }
      rehearse();
      attempt();
      return Optional.of(finish());
    } catch (SQLException e) {
      throw failed(MoveErrors.database(route.from(), e));
    } catch (CroftException e) {
      throw failed(e);
    }
  }

  private boolean switched() throws SQLException {
    try (Connection session = MoverSession.open(access, route.from())) {
      Optional<HomeGate> gate = HomeGate.read(session, route.from());
      if (gate.isEmpty()) {
        return requireCatalogFollowed();
      }
      return gate.get().state() == HomeState.MOVED;
    } catch (CroftException e) {
      // A database home that is cleaned away cannot be connected to.
      if (e.code() == ErrorCode.SERVER_UNREACHABLE && catalogFollowed()) {
        return true;
      }
      throw e;
    }
  }

  private boolean catalogFollowed() {
    return catalog.placement(route.tenant()).map(route.to()::equals).orElse(false);
  }

  private boolean requireCatalogFollowed() {
    if (!catalogFollowed()) {
      throw new CroftException(
          ErrorCode.GATE_REFUSED,
          "tenant %s has no home at %s, epoch %d, from which it could move"
              .formatted(route.tenant(), route.from().summary(), route.from().epoch()),
          "compare the catalog's placement with the gate rows of the servers");
    }
    return true;
  }

  /** Refuses a tenant that is too large, before anything is made for it. */
  private void rehearse() throws SQLException {
    begin(MoveStep.REHEARSED);
    MoverRights.require(access, route.from());
    MoverRights.require(access, route.to());
    try (Connection source = MoverSession.open(access, route.from())) {
      Rehearsal rehearsal =
          Rehearsal.run(
              source, route.from(), TableShapes.read(source, route.from().schema()), settings);
      estimate = rehearsal.estimate();
      rehearsal.requireFits(route.from(), settings);
      done(
          MoveStep.REHEARSED,
          "%d rows, estimated %d ms"
              .formatted(rehearsal.hash().rows(), rehearsal.estimate().toMillis()));
    }
  }

  private void attempt() {
    for (int number = 0; ; number++) {
      long token = claim.attempt() * 1_000 + 10L * number;
      try {
        attempt(token);
        return;
      } catch (CroftException e) {
        if (e.code() != ErrorCode.LEASE_LOST || number == TRIES - 1) {
          discardTarget(token, e);
          throw e;
        }
        LOG.warn("tenant {}: {}; trying again", route.tenant(), e.getMessage());
      }
    }
  }

  private void attempt(long token) {
    try {
      prepare(token);
      copy(token);
    } catch (SQLException e) {
      throw MoveErrors.database(route.from(), e);
    }
  }

  private void prepare(long token) throws SQLException {
    heartbeat.check();
    begin(MoveStep.PREPARED);
    take(token);
    homes.createPreparing(route.to(), token, passKey);
    try (Connection target = MoverSession.open(access, route.to());
        Connection source = MoverSession.open(access, route.from())) {
      SharedTables.requireEqual(source, route.from(), target, route.to());
      HomeRows.remove(target, route.to(), token);
    }
    done(MoveStep.PREPARED, route.to().summary());
  }

  private void copy(long token) throws SQLException {
    try (FencedCopy copy = new FencedCopy(access, route, token, settings)) {
      begin(MoveStep.COPIED);
      copy.copy();
      done(MoveStep.COPIED, "");
      heartbeat.check();
      begin(MoveStep.FENCED);
      copy.fence();
      Instant at = Instant.now();
      long fence = System.nanoTime();
      Failpoint.AFTER.reach(MoveStep.FENCED);
      underFence(copy);
      fenced = Duration.ofNanos(System.nanoTime() - fence);
      fencedAt = at;
      record();
    }
  }

  /** Nothing here may wait for the catalog: the tenant's statements wait for this. */
  private void underFence(FencedCopy copy) throws SQLException {
    try {
      HomeHash copied = copy.verify(ForkJoinPool.commonPool());
      rows = copied.rows();
      bytes = copied.bytes();
      Failpoint.AFTER.reach(MoveStep.VERIFIED);
      Failpoint.BEFORE.reach(MoveStep.SWITCHED);
      copy.switchOver(passKey);
    } catch (SQLException | RuntimeException e) {
      unfence(copy, e);
      throw e;
    }
    Failpoint.AFTER.reach(MoveStep.SWITCHED);
    copy.open();
    Failpoint.AFTER.reach(MoveStep.OPENED);
  }

  private static void unfence(FencedCopy copy, Exception cause) {
    try {
      copy.unfence();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }

  /** Writes down what was done under the fence. */
  private void record() {
    done(
        MoveStep.FENCED,
        "%d rows; %d ms until the new home was open".formatted(rows, fenced.toMillis()));
    LOG.info(
        "tenant {} switched from {} to {}: {} rows, {} ms fenced, {} ms estimated",
        route.tenant(),
        route.from().summary(),
        route.to().summary(),
        rows,
        fenced.toMillis(),
        estimate.toMillis());
    for (MoveStep step : new MoveStep[] {MoveStep.VERIFIED, MoveStep.SWITCHED, MoveStep.OPENED}) {
      begin(step);
      done(step, step == MoveStep.VERIFIED ? rows + " rows" : "");
    }
  }

  /** What remains after the switch; each part may have been done before. */
  private MoveResult finish() throws SQLException {
    openTarget();
    begin(MoveStep.FOLLOWED);
    Failpoint.BEFORE.reach(MoveStep.FOLLOWED);
    if (!catalog.follow(route.from(), route.to(), claim.worker())) {
      throw new CroftException(
          ErrorCode.GATE_REFUSED,
          "the catalog has a third placement for tenant " + route.tenant(),
          "compare croft tenant show with the gate rows of the servers");
    }
    Failpoint.AFTER.reach(MoveStep.FOLLOWED);
    done(MoveStep.FOLLOWED, "epoch " + route.to().epoch());
    begin(MoveStep.CLEANED);
    Failpoint.BEFORE.reach(MoveStep.CLEANED);
    clean();
    Failpoint.AFTER.reach(MoveStep.CLEANED);
    done(MoveStep.CLEANED, route.from().summary());
    catalog.operations().finish(claim, OperationState.DONE, null);
    return new MoveResult(
        claim.id(),
        route.from(),
        route.to(),
        MoveMode.FENCED_COPY,
        rows,
        bytes,
        fencedAt,
        fenced,
        Duration.ofNanos(System.nanoTime() - begun));
  }

  /**
   * Opens the target once more, for the case that the process which switched did not come so far.
   */
  private void openTarget() throws SQLException {
    if (!fenced.isZero() || catalogFollowed()) {
      return;
    }
    begin(MoveStep.OPENED);
    try (Connection source = MoverSession.open(access, route.from());
        Connection target = MoverSession.open(access, route.to())) {
      MoverGate.open(target, route.to(), MoverGate.handover(source, route.from()));
    }
    done(MoveStep.OPENED, "");
  }

  private void clean() throws SQLException {
    if (route.from().isolation() == io.croft.core.Isolation.POOL) {
      removePoolRows();
    }
    homes.drop(route.from());
  }

  private void removePoolRows() throws SQLException {
    try (Connection source = MoverSession.open(access, route.from())) {
      Optional<HomeGate> gate = HomeGate.read(source, route.from());
      if (gate.isPresent()) {
        HomeRows.remove(source, route.from(), gate.get().token());
      }
    }
  }

  /** Undoes what an attempt before the switch has left: opens the source, removes the target. */
  private void undo() throws SQLException {
    long token = claim.attempt() * 1_000 + 999;
    take(token);
    dropTarget(token);
  }

  /** From here on no older attempt can fence or switch; refused when one has switched meanwhile. */
  private void take(long token) throws SQLException {
    try (Connection source = MoverSession.open(access, route.from())) {
      if (!MoverGate.take(source, route.from(), token)) {
        throw new CroftException(
            ErrorCode.OPERATION_LOST,
            "another attempt holds the home of tenant " + route.tenant() + " or has switched it",
            "see croft move status, then resume the move");
      }
    }
  }

  private void dropTarget(long token) throws SQLException {
    homes.createPreparing(route.to(), token, passKey);
    try (Connection target = MoverSession.open(access, route.to())) {
      HomeRows.remove(target, route.to(), token);
    }
    homes.drop(route.to());
  }

  /**
   * Leaves nothing behind at the target, where it can be reached; a resumed move makes it anew.
   * Whether the switch has happened is for the source's gate row to say, and afterwards it cannot
   * happen any more.
   */
  private void discardTarget(long token, CroftException cause) {
    if (cause.code() == ErrorCode.OPERATION_LOST) {
      return;
    }
    try (Connection source = MoverSession.open(access, route.from())) {
      // Opening the source again has burnt the next token.
      if (MoverGate.take(source, route.from(), token + 2)) {
        dropTarget(token + 2);
      }
    } catch (SQLException | CroftException e) {
      cause.addSuppressed(e);
    }
  }

  private CroftException failed(CroftException cause) {
    if (cause.code() == ErrorCode.OPERATION_LOST) {
      return cause;
    }
    try {
      catalog.operations().finish(claim, OperationState.FAILED, cause.getMessage());
    } catch (CroftException e) {
      cause.addSuppressed(e);
    }
    return cause;
  }

  private void begin(MoveStep step) {
    Failpoint.BEFORE.reach(step);
    catalog.operations().begin(claim, step.word());
  }

  private void done(MoveStep step, String detail) {
    catalog.operations().end(claim, step.word(), StepState.DONE, detail.isEmpty() ? null : detail);
    listener.done(step, detail);
    Failpoint.RECORDED.reach(step);
  }
}

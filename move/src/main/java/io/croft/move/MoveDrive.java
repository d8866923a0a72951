package io.croft.move;

import io.croft.catalog.Claim;
import io.croft.catalog.ControlCatalog;
import io.croft.catalog.OperationState;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.gate.HomeGate;
import io.croft.gate.HomeState;
import io.croft.gate.MasterSecret;
import io.croft.gate.MoverGate;
import io.croft.home.Homes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One claim's work on a move: looks where the move is, then goes forward or undoes it. The truth is
 * the source's gate row; what the catalog has recorded is for people to read.
 */
final class MoveDrive {

  private static final Logger LOG = LoggerFactory.getLogger(MoveDrive.class);

  private final ControlCatalog catalog;
  private final MoverAccess access;
  private final Homes homes;
  private final MoveSettings settings;
  private final Claim claim;
  private final MoveLog log;
  private final Route route;
  private final Preparation preparation;
  private final Subscription subscription;
  private final byte[] passKey;
  private final long begun = System.nanoTime();

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
    this.log = new MoveLog(catalog.operations(), claim, heartbeat, listener);
    this.route = Route.of(claim.operation().tenant(), claim.operation().spec());
    this.passKey = secret.derive("pass.v1:" + route.tenant() + ":" + route.to().epoch());
    this.subscription = new Subscription(access, homes, route.from(), claim);
    this.preparation = new Preparation(access, homes, route, passKey);
  }

  Optional<MoveResult> run() {
    try {
      if (switched()) {
        return Optional.of(finish(Switched.BEFORE));
      }
      if (claim.operation().cancelRequested()) {
        return undone();
      }
      return Optional.of(finish(attempt()));
    } catch (UndoRequested e) {
      return undoneAtOnce();
    } catch (SQLException e) {
      throw failed(MoveErrors.database(route.from(), e));
    } catch (CroftException e) {
      throw failed(e);
    } catch (RuntimeException e) {
      throw failed(MoveErrors.unexpected(e));
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

  /** Reads the home once and chooses the mode, before anything is made for the tenant. */
  private MoveMode choose() throws SQLException {
    log.begin(MoveStep.REHEARSED);
    MoverRights.require(access, route.from());
    MoverRights.require(access, route.to());
    try (Connection source = MoverSession.open(access, route.from())) {
      Rehearsal rehearsal =
          Rehearsal.run(
              source, route.from(), TableShapes.read(source, route.from().schema()), settings);
      MoveMode mode = rehearsal.choose(route.from(), route.wanted(), settings);
      log.chosen(mode);
      log.done(MoveStep.REHEARSED, mode.word() + ": " + rehearsal.summary());
      return mode;
    }
  }

  /** Brings the tenant to its new home and opens that, in the mode that fits. */
  private Switched attempt() throws SQLException {
    removeSubscriptions();
    MoveMode chosen = choose();
    long token = claim.attempt() * 1_000;
    Switched done =
        chosen == MoveMode.FENCED_COPY
            ? new FencedMove(access, route, settings, preparation, log, passKey).run(token)
            : new StreamedMove(access, route, settings, preparation, subscription, log, passKey)
                .run(token);
    LOG.info(
        "tenant {} switched from {} to {}, {}: {} rows, {} ms fenced",
        route.tenant(),
        route.from().summary(),
        route.to().summary(),
        chosen.word(),
        done.rows(),
        done.fenced().toMillis());
    return done;
  }

  /** What remains after the switch; each part may have been done before. */
  private MoveResult finish(Switched done) throws SQLException {
    if (done.equals(Switched.BEFORE)) {
      openTarget();
    }
    log.begin(MoveStep.FOLLOWED);
    if (!catalog.follow(route.from(), route.to(), claim.worker())) {
      throw new CroftException(
          ErrorCode.GATE_REFUSED,
          "the catalog has a third placement for tenant " + route.tenant(),
          "compare croft tenant show with the gate rows of the servers");
    }
    Failpoint.AFTER.reach(MoveStep.FOLLOWED);
    log.done(MoveStep.FOLLOWED, "epoch " + route.to().epoch());
    log.begin(MoveStep.CLEANED);
    clean();
    Failpoint.AFTER.reach(MoveStep.CLEANED);
    log.done(MoveStep.CLEANED, route.from().summary());
    catalog.operations().finish(claim, OperationState.DONE, null);
    return new MoveResult(
        claim.id(),
        route.from(),
        route.to(),
        mode(),
        done.rows(),
        done.bytes(),
        done.fencedAt(),
        done.fenced(),
        Duration.ofNanos(System.nanoTime() - begun));
  }

  /**
   * Opens the target once more, for the case that the process which switched did not come so far.
   */
  private void openTarget() throws SQLException {
    if (catalogFollowed()) {
      return;
    }
    log.begin(MoveStep.OPENED);
    try (Connection source = MoverSession.open(access, route.from());
        Connection target = MoverSession.open(access, route.to())) {
      MoverGate.open(target, route.to(), MoverGate.handover(source, route.from()));
    }
    log.done(MoveStep.OPENED, "");
  }

  private void clean() throws SQLException {
    try {
      removeSubscriptions();
    } catch (CroftException e) {
      // A database that is gone has no slots; one that is there, and out of reach, cannot be
      // dropped.
      if (e.code() != ErrorCode.SERVER_UNREACHABLE
          || route.from().isolation() != Isolation.DATABASE) {
        throw e;
      }
    }
    if (route.from().isolation() == Isolation.POOL) {
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
    preparation.take(token);
    removeSubscriptions();
    preparation.dropTarget(token);
  }

  private Optional<MoveResult> undone() throws SQLException {
    undo();
    catalog.operations().finish(claim, OperationState.CANCELLED, "undone");
    return Optional.empty();
  }

  private Optional<MoveResult> undoneAtOnce() {
    try {
      return undone();
    } catch (SQLException e) {
      throw failed(MoveErrors.database(route.from(), e));
    } catch (CroftException e) {
      throw failed(e);
    }
  }

  /** Removes what attempts of this move have left of publications and slots at the old home. */
  private void removeSubscriptions() throws SQLException {
    if (mode() == MoveMode.STREAMED) {
      subscription.remove();
    }
  }

  /** Returns how the move is done or was tried last; what another process chose included. */
  private MoveMode mode() {
    return MoveMode.of(
        catalog
            .operations()
            .operation(claim.id())
            .notes()
            .getOrDefault("mode", MoveMode.FENCED_COPY.word()));
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
}

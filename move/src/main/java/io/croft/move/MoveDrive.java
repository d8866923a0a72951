package io.croft.move;

import io.croft.catalog.Claim;
import io.croft.catalog.ControlCatalog;
import io.croft.catalog.OperationState;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.gate.HomeGate;
import io.croft.gate.HomeState;
import io.croft.gate.MasterSecret;
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
  private final MovePlan plan;
  private final Route route;
  private final Preparation preparation;
  private final Subscription subscription;
  private final StreamedMove streamed;
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
    this.plan = MovePlan.of(claim.operation().tenant(), claim.operation().spec());
    this.route = plan.route();
    this.passKey = secret.derive("pass.v1:" + route.tenant() + ":" + route.to().epoch());
    this.subscription = new Subscription(access, homes, route.from(), claim.id(), claim.attempt());
    this.preparation = new Preparation(access, homes, plan, settings, passKey);
    this.streamed =
        new StreamedMove(access, homes, plan, settings, preparation, subscription, log, passKey);
  }

  Optional<MoveResult> run() {
    try {
      if (!switched()) {
        if (claim.operation().cancelRequested()) {
          return undone();
        }
        try (Switched done = attempt()) {
          return Optional.of(finish(done));
        }
      }
      return Optional.of(finish(Switched.before()));
    } catch (UndoRequested e) {
      return undoneAtOnce(e.givenBack());
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
      if (e.code() == ErrorCode.SERVER_UNREACHABLE && MoveFinish.hasFollowed(catalog, route)) {
        return true;
      }
      throw e;
    }
  }

  private boolean requireCatalogFollowed() {
    if (!MoveFinish.hasFollowed(catalog, route)) {
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
      if (mode == MoveMode.STREAMED) {
        requireLogBudgets(rehearsal);
      }
      log.chosen(mode, plan.steps(mode));
      log.meter().expect(rehearsal.rows(), rehearsal.bytes());
      Failpoint.AFTER.reach(MoveStep.REHEARSED);
      log.done(MoveStep.REHEARSED, mode.word() + ": " + rehearsal.summary());
      return mode;
    }
  }

  private void requireLogBudgets(Rehearsal rehearsal) throws SQLException {
    long written = LogBudget.written(route.from(), route.to().server(), rehearsal);
    LogBudget.require(access, route.from(), settings, written);
    if (plan.wayBack().isPresent()) {
      LogBudget.require(access, route.to(), settings, 0);
    }
  }

  /** Brings the tenant to its new home and opens that, in the mode that fits. */
  private Switched attempt() throws SQLException {
    Notice.takeBack(log);
    Optional<String> carried = carried();
    MoveMode chosen = carried.isPresent() ? MoveMode.STREAMED : chooseAnew();
    long token = claim.attempt() * 1_000;
    Switched done =
        chosen == MoveMode.FENCED_COPY
            ? new FencedMove(access, route, settings, preparation, log, passKey).run(token)
            : streamed.run(token, carried);
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

  private Optional<String> carried() throws SQLException {
    if (plan.adopted().isPresent()) {
      log.chosen(MoveMode.STREAMED, plan.steps(MoveMode.STREAMED));
      return Optional.of(subscription.firstName());
    }
    return mode() == MoveMode.STREAMED ? streamed.carried() : Optional.empty();
  }

  private MoveMode chooseAnew() throws SQLException {
    removeStreams();
    return choose();
  }

  /** What remains after the switch; each part may have been done before. */
  private MoveResult finish(Switched done) throws SQLException {
    new MoveFinish(catalog, access, homes, settings, plan, claim, log, this::dropSubscriptions)
        .run(done);
    return new MoveResult(
        claim.id(),
        route.from(),
        route.to(),
        mode(),
        done.rows(),
        done.bytes(),
        done.fencedAt(),
        done.fenced(),
        done.parts(),
        Duration.ofNanos(System.nanoTime() - begun),
        plan.wayBack().map(WayBack::operation));
  }

  /** Undoes what an attempt before the switch has left: opens the source, removes the target. */
  private void undo() throws SQLException {
    long token = claim.attempt() * 1_000 + 999;
    preparation.take(token);
    removeStreams();
    if (mode() == MoveMode.FENCED_COPY) {
      FencedMove.forgetDefinitions(access, route, token - 1);
    }
    preparation.dropTarget(token);
  }

  private Optional<MoveResult> undone() throws SQLException {
    undo();
    catalog.operations().finish(claim, OperationState.CANCELLED, "undone");
    return Optional.empty();
  }

  /**
   * Leaves the move to any other process, and nothing that would have to be looked after; but a way
   * back could not be made again.
   */
  private Optional<MoveResult> givenBack() throws SQLException {
    if (plan.adopted().isEmpty()) {
      undo();
    }
    catalog.operations().release(claim);
    return Optional.empty();
  }

  private Optional<MoveResult> undoneAtOnce(boolean givenBack) {
    try {
      return givenBack ? givenBack() : undone();
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

  /** The mark goes with the old home: whoever changes its tables until then is refused. */
  private void dropSubscriptions() throws SQLException {
    if (mode() == MoveMode.STREAMED) {
      subscription.drop();
    }
  }

  /** Removes these, and those that were made at the new home for a way back. */
  private void removeStreams() throws SQLException {
    removeSubscriptions();
    streamed.removeWayBack();
  }

  /** Returns how the move is done or was tried last; what another process chose included. */
  private MoveMode mode() {
    if (plan.adopted().isPresent()) {
      return MoveMode.STREAMED;
    }
    return MoveMode.of(
        catalog
            .operations()
            .operation(claim.id())
            .notes()
            .getOrDefault("mode", MoveMode.FENCED_COPY.word()));
  }

  private CroftException failed(CroftException cause) {
    if (cause.code() == ErrorCode.OPERATION_LOST || isLeftToOthers(cause)) {
      return cause;
    }
    try {
      catalog.operations().finish(claim, OperationState.FAILED, cause.getMessage());
    } catch (CroftException e) {
      cause.addSuppressed(e);
    }
    return cause;
  }

  /**
   * A way back is kept for days: neither a server that is started anew nor the end of this process
   * may end it. When the hold has run out, whoever works on moves takes it up again.
   */
  private boolean isLeftToOthers(CroftException cause) {
    return plan.adopted().isPresent()
        && (cause.code() == ErrorCode.SERVER_UNREACHABLE || cause.code() == ErrorCode.INTERRUPTED);
  }
}

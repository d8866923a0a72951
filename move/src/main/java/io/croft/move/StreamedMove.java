package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import io.croft.home.Homes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A move that copies and compares while the tenant goes on, and applies a stream of its changes to
 * the copy. The old home is shut for what came last only, however large the tenant is.
 */
final class StreamedMove {

  private static final Logger LOG = LoggerFactory.getLogger(StreamedMove.class);
  private static final Duration ONCE = Duration.ofSeconds(1);
  private static final int MOST_MARKS = 1_000;

  /** After these the copy is as good as before. */
  private static final Set<ErrorCode> PASSING =
      EnumSet.of(
          ErrorCode.LEASE_LOST,
          ErrorCode.TENANT_BUSY,
          ErrorCode.SLOT_TIMEOUT,
          ErrorCode.SERVER_UNREACHABLE,
          ErrorCode.CATALOG_UNREACHABLE,
          ErrorCode.INTERRUPTED);

  private final MoverAccess access;
  private final Homes homes;
  private final MovePlan plan;
  private final Route route;
  private final MoveSettings settings;
  private final Preparation preparation;
  private final Subscription subscription;
  private final StreamedCopy copy;
  private final MoveLog log;
  private final byte[] passKey;
  private boolean copied;

  StreamedMove(
      MoverAccess access,
      Homes homes,
      MovePlan plan,
      MoveSettings settings,
      Preparation preparation,
      Subscription subscription,
      MoveLog log,
      byte[] passKey) {
    this.access = access;
    this.homes = homes;
    this.plan = plan;
    this.route = plan.route();
    this.settings = settings;
    this.preparation = preparation;
    this.subscription = subscription;
    this.copy = new StreamedCopy(access, route, settings, preparation, subscription, log);
    this.log = log;
    this.passKey = passKey;
  }

  /** Returns the stream of an earlier attempt's copy that this one can go on with. */
  Optional<String> carried() throws SQLException {
    return copy.carried();
  }

  /**
   * Brings the tenant to its new home.
   *
   * @param carried the stream of an earlier attempt, empty to copy anew
   */
  Switched run(long token, Optional<String> carried) throws SQLException {
    List<LogWatch> watches = watches();
    try {
      return attempt(token, carried);
    } catch (SQLException e) {
      throw given(token, MoveErrors.database(route.from(), e));
    } catch (UndoRequested e) {
      throw e;
    } catch (CroftException e) {
      throw given(token, e);
    } catch (RuntimeException e) {
      throw given(token, MoveErrors.unexpected(e));
    } finally {
      watches.forEach(LogWatch::close);
    }
  }

  /**
   * Leaves nothing behind, unless there is a copy which whoever resumes the move can go on with.
   */
  private CroftException given(long token, CroftException raised) {
    CroftException cause = causeOf(raised);
    if (cause.code() == ErrorCode.OPERATION_LOST || (copied && !log.isHeld())) {
      return cause;
    }
    if (copied && PASSING.contains(cause.code())) {
      LOG.warn(
          "tenant {}: what was copied is kept until the move is resumed or cancelled, and so is the"
              + " log of server {} from now on",
          route.tenant(),
          route.from().server());
      return cause;
    }
    try {
      subscription.remove();
    } catch (SQLException | CroftException e) {
      cause.addSuppressed(e);
    }
    if (plan.adopted().isEmpty()) {
      preparation.discardTarget(token + 10L * Cutover.TRIES, this::removeWayBack, cause);
    }
    return cause;
  }

  /** Of whoever has ended the attempt from beside, the attempt has only seen the consequence. */
  private CroftException causeOf(CroftException raised) {
    CroftException cause = log.ending().orElse(raised);
    if (cause != raised) {
      cause.addSuppressed(raised);
    }
    return cause;
  }

  private List<LogWatch> watches() {
    List<LogWatch> watches = new ArrayList<>();
    watches.add(watch(route.from(), subscription));
    if (plan.wayBack().isPresent()) {
      watches.add(watch(route.to(), wayBack()));
    }
    return watches;
  }

  /** Nobody's disk is filled for a move. */
  private LogWatch watch(Placement home, Subscription kept) {
    return LogWatch.start(
        access, home, kept.prefix(), settings, log, why -> log.end(tooMuchLog(why)));
  }

  private CroftException tooMuchLog(String why) {
    return plan.adopted().isPresent()
        ? new CroftException(
            ErrorCode.WAY_BACK_LOST,
            "the way back has ended, because " + why,
            "settle the move, which removes the old home; to go back, start a move that copies")
        : new CroftException(
            ErrorCode.LOG_BUDGET_EXCEEDED,
            why,
            "the old home is untouched and the slot is dropped; give it room or wait for a quieter"
                + " time, then resume the move, which copies anew");
  }

  private Switched attempt(long token, Optional<String> carried) throws SQLException {
    log.goOn();
    StreamedCopy.Copied rows = copied(token, carried);
    copied = true;
    try (Fence fence = new Fence(access, route, settings);
        ChangeStream stream =
            subscription.stream(rows.subscription(), rows.position(), settings.longestSilence());
        Applier applier = new Applier(access, route.to(), token, rows.tables());
        Follower follower =
            new Follower(stream, applier, rows.beforeOpening(), settings.mostTouched());
        LiveComparison comparison =
            new LiveComparison(access, route, rows.tables(), follower, fence, log)) {
      follower.start();
      catchUp(follower, fence);
      keepWayBack();
      TouchedRows touched = new TouchedRows(route, settings, follower, comparison, log);
      HomeHash compared = compare(follower, comparison, touched);
      new Hold(plan, log).await(follower, fence, touched);
      Notice notice = new Notice(settings, log);
      notice.give();
      requireSameShared();
      notice.await(follower::check);
      return switchOver(token, rows, follower, fence, touched, comparison, compared);
    }
  }

  private StreamedCopy.Copied copied(long token, Optional<String> carried) throws SQLException {
    if (plan.adopted().isPresent()) {
      copied = true;
      return copy.adopt(token);
    }
    return carried.isPresent() ? copy.carryOn(token, carried.get()) : copy.anew(token);
  }

  private Switched switchOver(
      long token,
      StreamedCopy.Copied rows,
      Follower follower,
      Fence fence,
      TouchedRows touched,
      LiveComparison comparison,
      HomeHash compared)
      throws SQLException {
    FrozenComparison frozen = new FrozenComparison(access, route, rows.tables());
    try (Definitions definitions = new Definitions(access, route, rows.definitions())) {
      // Once more before the fence: the copy may have taken hours.
      MoveErrors.join(definitions.look());
      fence.rehearse(comparison.target(), token);
      touched.compare();
      Switched done =
          new Cutover(
                  route,
                  settings,
                  log,
                  passKey,
                  definitions,
                  follower,
                  fence,
                  touched,
                  comparison,
                  frozen)
              .run(token, compared);
      return done.with(frozen);
    } catch (SQLException | RuntimeException e) {
      frozen.close();
      throw e;
    }
  }

  /** Once more: the copy may have taken hours. */
  private void requireSameShared() throws SQLException {
    try (Connection source = MoverSession.open(access, route.from());
        Connection target = MoverSession.open(access, route.to())) {
      SharedTables.requireEqual(source, route.from(), target, route.to());
    }
  }

  private void catchUp(Follower follower, Fence fence) throws SQLException {
    log.begin(MoveStep.CAUGHT_UP);
    long behind;
    int marks = 0;
    do {
      if (++marks > MOST_MARKS) {
        throw TouchedRows.tooSlow(
            route, settings, "its changes reach the new home slower than it makes them");
      }
      long begin = System.nanoTime();
      long mark = fence.mark();
      while (!follower.reachesMark(mark, ONCE)) {
        log.meter().lags(Duration.ofNanos(System.nanoTime() - begin));
        log.goOn();
      }
      behind = System.nanoTime() - begin;
      log.meter().lags(Duration.ofNanos(behind));
    } while (behind > settings.longestFence().toNanos());
    Failpoint.AFTER.reach(MoveStep.CAUGHT_UP);
    log.done(MoveStep.CAUGHT_UP, "%d ms behind".formatted(TimeUnit.NANOSECONDS.toMillis(behind)));
  }

  /** Making a slot waits for every writer of the server, so it is made before the fence. */
  private void keepWayBack() throws SQLException {
    if (plan.wayBack().isEmpty()) {
      return;
    }
    log.begin(MoveStep.RETURNABLE);
    wayBack().remove();
    wayBack().keep(settings.patience());
    Failpoint.AFTER.reach(MoveStep.RETURNABLE);
    log.done(MoveStep.RETURNABLE, wayBack().firstName());
  }

  /** Drops what was made for a way back, before the switch. */
  void removeWayBack() throws SQLException {
    if (plan.wayBack().isPresent()) {
      wayBack().remove();
    }
  }

  private Subscription wayBack() {
    return new Subscription(access, homes, route.to(), plan.wayBack().orElseThrow().operation(), 0);
  }

  private HomeHash compare(Follower follower, LiveComparison comparison, TouchedRows touched)
      throws SQLException {
    log.begin(MoveStep.VERIFIED);
    KeySet unused = follower.collectAnew();
    HomeHash compared = comparison.compareAll();
    touched.compare();
    Failpoint.AFTER.reach(MoveStep.VERIFIED);
    log.done(MoveStep.VERIFIED, compared.rows() + " rows");
    return compared;
  }
}

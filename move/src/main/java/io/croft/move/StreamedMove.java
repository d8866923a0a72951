package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Identifiers;
import io.croft.core.Isolation;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.postgresql.replication.LogSequenceNumber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A move that copies and compares while the tenant goes on, and applies a stream of its changes to
 * the copy. The old home is shut for what came last only, however large the tenant is.
 */
final class StreamedMove {

  private static final Logger LOG = LoggerFactory.getLogger(StreamedMove.class);
  private static final int TRIES = 5;
  private static final Duration ONCE = Duration.ofSeconds(1);

  /** So few rows are compared in milliseconds. */
  private static final int FEW = 50;

  private static final int MOST_ROUNDS = 10;

  /** More than so many cannot be compared while the home is shut. */
  private static final int MOST_UNDER_FENCE = 2_000;

  private static final int MOST_MARKS = 1_000;

  private final MoverAccess access;
  private final Route route;
  private final MoveSettings settings;
  private final Preparation preparation;
  private final Subscription subscription;
  private final MoveLog log;
  private final byte[] passKey;

  StreamedMove(
      MoverAccess access,
      Route route,
      MoveSettings settings,
      Preparation preparation,
      Subscription subscription,
      MoveLog log,
      byte[] passKey) {
    this.access = access;
    this.route = route;
    this.settings = settings;
    this.preparation = preparation;
    this.subscription = subscription;
    this.log = log;
    this.passKey = passKey;
  }

  /** Brings the tenant to its new home. */
  Switched run(long token) throws SQLException {
    try {
      return attempt(token);
    } catch (SQLException e) {
      throw given(token, MoveErrors.database(route.from(), e));
    } catch (UndoRequested e) {
      throw e;
    } catch (CroftException e) {
      throw given(token, e);
    } catch (RuntimeException e) {
      throw given(token, MoveErrors.unexpected(e));
    }
  }

  private CroftException given(long token, CroftException cause) {
    try {
      subscription.remove();
    } catch (SQLException | CroftException e) {
      cause.addSuppressed(e);
    }
    preparation.discardTarget(token + 10L * TRIES, cause);
    return cause;
  }

  private Switched attempt(long token) throws SQLException {
    log.goOn();
    log.begin(MoveStep.PREPARED);
    preparation.take(token);
    preparation.makeTarget(token);
    log.done(MoveStep.PREPARED, route.to().summary());
    log.begin(MoveStep.SUBSCRIBED);
    LogSequenceNumber position;
    String definitions;
    List<TableShape> tables;
    try (ExportedSnapshot snapshot = subscription.begin(settings.patience())) {
      Failpoint.AFTER.reach(MoveStep.SUBSCRIBED);
      log.done(MoveStep.SUBSCRIBED, subscription.name());
      position = snapshot.position();
      definitions = definitions();
      tables = tables();
      copy(snapshot, token, tables);
    }
    try (Fence fence = new Fence(access, route, settings);
        Follower follower =
            new Follower(
                subscription.stream(position), new Applier(access, route.to(), token, tables));
        LiveComparison comparison =
            new LiveComparison(access, route, tables, follower, fence, log)) {
      follower.start();
      catchUp(follower, fence);
      HomeHash compared = compare(follower, comparison);
      requireUnchanged(definitions);
      return switchOver(token, follower, fence, comparison, compared, definitions);
    }
  }

  private String definitions() throws SQLException {
    try (Connection source = MoverSession.open(access, route.from())) {
      return TableShapes.definitions(source, route.from().schema());
    }
  }

  /** Once more: the copy may have taken hours. */
  private void requireUnchanged(String definitions) throws SQLException {
    try (Connection source = MoverSession.open(access, route.from());
        Connection target = MoverSession.open(access, route.to())) {
      TableShapes.requireDefinitions(source, route, definitions);
      SharedTables.requireEqual(source, route.from(), target, route.to());
    }
  }

  /** After the mark was made: whatever changes them from now on is told by the stream. */
  private List<TableShape> tables() throws SQLException {
    try (Connection source = MoverSession.open(access, route.from());
        Connection target = MoverSession.open(access, route.to())) {
      List<TableShape> tables = TableShapes.read(source, route.from().schema());
      TableShapes.requireSame(tables, route, target);
      return tables;
    }
  }

  private void copy(ExportedSnapshot snapshot, long token, List<TableShape> tables)
      throws SQLException {
    log.begin(MoveStep.COPIED);
    long rows;
    try (Throttle throttle = new Throttle(access, route.from());
        SnapshotCopy copy =
            new SnapshotCopy(access, route, token, snapshot.name(), tables, throttle, log)) {
      rows = copy.copy();
    }
    Failpoint.AFTER.reach(MoveStep.COPIED);
    analyze(tables);
    log.done(MoveStep.COPIED, rows + " rows");
  }

  /** Nobody else has put rows into a home of its own; the pool's tables are looked after. */
  private void analyze(List<TableShape> tables) throws SQLException {
    if (route.to().isolation() == Isolation.POOL) {
      return;
    }
    try (Connection target = MoverSession.open(access, route.to());
        Statement statement = target.createStatement()) {
      for (TableShape table : tables) {
        statement.execute("ANALYZE " + Identifiers.quote(route.to().schema(), table.name()));
      }
    }
  }

  private void catchUp(Follower follower, Fence fence) throws SQLException {
    log.begin(MoveStep.CAUGHT_UP);
    long behind;
    int marks = 0;
    do {
      if (++marks > MOST_MARKS) {
        throw tooSlow("its changes reach the new home slower than it makes them");
      }
      long begin = System.nanoTime();
      long mark = fence.mark();
      while (!follower.reachesMark(mark, ONCE)) {
        log.goOn();
      }
      behind = System.nanoTime() - begin;
    } while (behind > settings.longestFence().toNanos());
    Failpoint.AFTER.reach(MoveStep.CAUGHT_UP);
    log.done(MoveStep.CAUGHT_UP, "%d ms behind".formatted(TimeUnit.NANOSECONDS.toMillis(behind)));
  }

  private HomeHash compare(Follower follower, LiveComparison comparison) throws SQLException {
    log.begin(MoveStep.VERIFIED);
    follower.collectAnew();
    HomeHash compared = comparison.compareAll();
    compareTouched(follower, comparison);
    Failpoint.AFTER.reach(MoveStep.VERIFIED);
    log.done(MoveStep.VERIFIED, compared.rows() + " rows");
    return compared;
  }

  private CroftException tooSlow(String why) {
    return new CroftException(
        ErrorCode.LEASE_LOST,
        "tenant %s cannot be shut for less than the lease of %d ms: %s"
            .formatted(route.tenant(), settings.lease().toMillis(), why),
        "the old home is open and nothing is lost; resume the move at a quieter time");
  }

  /** Each round takes less time than the one before, so that less is touched meanwhile. */
  private void compareTouched(Follower follower, LiveComparison comparison) throws SQLException {
    int rounds = 0;
    do {
      log.goOn();
      comparison.compare(follower.collectAnew());
      rounds++;
    } while (rounds < MOST_ROUNDS && follower.touched().size() > FEW);
    if (follower.touched().size() > MOST_UNDER_FENCE) {
      throw tooSlow("it changes more rows than can be compared meanwhile");
    }
  }

  private Switched switchOver(
      long token,
      Follower follower,
      Fence fence,
      LiveComparison comparison,
      HomeHash compared,
      String definitions)
      throws SQLException {
    for (int number = 0; ; number++) {
      log.begin(MoveStep.FENCED);
      long fencing = token + 10L * number;
      fence.shut(fencing);
      Instant at = Instant.now();
      long shut = System.nanoTime();
      Failpoint.AFTER.reach(MoveStep.FENCED);
      try {
        underFence(fencing, follower, fence, comparison, definitions);
      } catch (SQLException | RuntimeException e) {
        boolean held = fence.undo(fencing, e);
        // Where the lease has ended, the tenant writes again, and the homes may differ.
        if ((held && !isLeaseLost(e)) || number == TRIES - 1) {
          throw e;
        }
        LOG.warn("tenant {}: {}; trying again", route.tenant(), e.getMessage());
        compareTouched(follower, comparison);
        continue;
      }
      Failpoint.AFTER.reach(MoveStep.SWITCHED);
      fence.openTarget(comparison.target());
      Failpoint.AFTER.reach(MoveStep.OPENED);
      Duration fenced = Duration.ofNanos(System.nanoTime() - shut);
      record(fenced, follower.touched().size());
      return new Switched(compared.rows(), compared.bytes(), at, fenced);
    }
  }

  /** Nothing here may wait for the catalog: the tenant's statements wait for this. */
  private void underFence(
      long token, Follower follower, Fence fence, LiveComparison comparison, String definitions)
      throws SQLException {
    if (!follower.reachesFence(token, settings.lease())) {
      throw new CroftException(
          ErrorCode.LEASE_LOST,
          "the changes of tenant %s did not reach the new home within %d ms"
              .formatted(route.tenant(), settings.lease().toMillis()),
          "the old home is open again and nothing is lost; resume the move at a quieter time");
    }
    comparison.compareNow(follower.touched());
    comparison.requireDefinitions(definitions);
    follower.check();
    Failpoint.AFTER.reach(MoveStep.DRAINED);
    Failpoint.BEFORE.reach(MoveStep.SWITCHED);
    fence.switchOver(token, passKey);
  }

  private static boolean isLeaseLost(Exception e) {
    return e instanceof CroftException own && own.code() == ErrorCode.LEASE_LOST;
  }

  /** Writes down what was done under the fence. */
  private void record(Duration fenced, int again) {
    log.done(MoveStep.FENCED, "%d ms until the new home was open".formatted(fenced.toMillis()));
    log.begin(MoveStep.DRAINED);
    log.done(MoveStep.DRAINED, again + " rows compared again");
    for (MoveStep step : new MoveStep[] {MoveStep.SWITCHED, MoveStep.OPENED}) {
      log.begin(step);
      log.done(step, "");
    }
  }
}

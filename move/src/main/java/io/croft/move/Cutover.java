package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a streamed move, for which the tenant's statements wait: shuts the old home, applies
 * and compares what came last, switches, opens the new home. Tries again where that takes longer
 * than the lease, which opens the old home again.
 */
final class Cutover {

  private static final Logger LOG = LoggerFactory.getLogger(Cutover.class);

  /** How often it is tried; each time with a newer token. */
  static final int TRIES = 5;

  private final Route route;
  private final MoveSettings settings;
  private final MoveLog log;
  private final byte[] passKey;
  private final Definitions definitions;
  private final Follower follower;
  private final Fence fence;
  private final TouchedRows touched;
  private final LiveComparison comparison;
  private final FrozenComparison frozen;
  private final FenceClock clock = new FenceClock();

  /**
   * @param definitions tells whether the old home's tables have changed
   */
  Cutover(
      Route route,
      MoveSettings settings,
      MoveLog log,
      byte[] passKey,
      Definitions definitions,
      Follower follower,
      Fence fence,
      TouchedRows touched,
      LiveComparison comparison,
      FrozenComparison frozen) {
    this.route = route;
    this.settings = settings;
    this.log = log;
    this.passKey = passKey;
    this.definitions = definitions;
    this.follower = follower;
    this.fence = fence;
    this.touched = touched;
    this.comparison = comparison;
    this.frozen = frozen;
  }

  /** Returns when the old home was shut, and for how long, after {@code compared} was compared. */
  Switched run(long token, HomeHash compared) throws SQLException {
    for (int number = 0; ; number++) {
      log.begin(MoveStep.FENCED);
      long fencing = token + 10L * number;
      clock.begins();
      fence.shut(fencing);
      clock.ended("waited");
      Instant at = Instant.now();
      long shut = System.nanoTime();
      Failpoint.AFTER.reach(MoveStep.FENCED);
      try {
        underFence(fencing);
      } catch (SQLException | RuntimeException e) {
        boolean held = fence.undo(fencing, e);
        clock.ended("given up");
        // Where the lease has ended, the tenant writes again, and the homes may differ.
        boolean late =
            is(ErrorCode.LEASE_LOST, e) || (!held && is(ErrorCode.VERIFICATION_FAILED, e));
        if (!late || number == TRIES - 1) {
          throw e;
        }
        LOG.warn("tenant {}: {}; trying again", route.tenant(), e.getMessage());
        touched.compare();
        continue;
      }
      Failpoint.AFTER.reach(MoveStep.SWITCHED);
      Failpoint.BEFORE.reach(MoveStep.OPENED);
      fence.openTarget(comparison.target());
      clock.ended("opened");
      Failpoint.AFTER.reach(MoveStep.OPENED);
      Duration fenced = Duration.ofNanos(System.nanoTime() - shut);
      record(fenced, follower.touchedRows());
      return new Switched(compared.rows(), compared.bytes(), at, fenced, clock.parts());
    }
  }

  /** Nothing here may wait for the catalog: the tenant's statements wait for this. */
  private void underFence(long token) throws SQLException {
    Failpoint.BEFORE.reach(MoveStep.DRAINED);
    if (!follower.reachesFence(token, settings.lease())) {
      throw new CroftException(
          ErrorCode.LEASE_LOST,
          "the changes of tenant %s did not reach the new home within %d ms"
              .formatted(route.tenant(), settings.lease().toMillis()),
          "the old home is open again and nothing is lost; resume the move at a quieter time");
    }
    clock.ended("drained");
    Future<?> unchanged = definitions.look();
    Future<String> kept = frozen.keep();
    comparison.compareNow(follower.touched());
    clock.ended("compared");
    MoveErrors.join(unchanged);
    String unused = MoveErrors.join(kept);
    clock.ended("checked");
    follower.check();
    Failpoint.AFTER.reach(MoveStep.DRAINED);
    Failpoint.BEFORE.reach(MoveStep.SWITCHED);
    fence.switchOver(token, passKey);
    clock.ended("switched");
  }

  private static boolean is(ErrorCode code, Exception e) {
    return e instanceof CroftException own && own.code() == code;
  }

  /** Writes down what was done under the fence. */
  private void record(Duration fenced, int again) {
    log.done(
        MoveStep.FENCED,
        "%d ms until the new home was open: %s".formatted(fenced.toMillis(), clock));
    log.begin(MoveStep.DRAINED);
    log.done(MoveStep.DRAINED, again + " rows compared again");
    for (MoveStep step : new MoveStep[] {MoveStep.SWITCHED, MoveStep.OPENED}) {
      log.begin(step);
      log.done(step, "");
    }
  }
}

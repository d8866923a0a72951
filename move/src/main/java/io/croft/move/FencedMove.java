package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.gate.MoverGate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ForkJoinPool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A move whose rows are compared while the old home is shut: for small tenants. */
final class FencedMove {

  private static final Logger LOG = LoggerFactory.getLogger(FencedMove.class);
  private static final int TRIES = 3;

  private final MoverAccess access;
  private final Route route;
  private final MoveSettings settings;
  private final Preparation preparation;
  private final MoveLog log;
  private final byte[] passKey;

  FencedMove(
      MoverAccess access,
      Route route,
      MoveSettings settings,
      Preparation preparation,
      MoveLog log,
      byte[] passKey) {
    this.access = access;
    this.route = route;
    this.settings = settings;
    this.preparation = preparation;
    this.log = log;
    this.passKey = passKey;
  }

  /** Brings the tenant to its new home; tries again when the lease has run out. */
  Switched run(long firstToken) throws SQLException {
    Notice notice = new Notice(settings, log);
    for (int number = 0; ; number++) {
      long token = firstToken + 10L * number;
      try {
        return attempt(token, notice);
      } catch (SQLException e) {
        throw given(token, MoveErrors.database(route.from(), e));
      } catch (CroftException e) {
        if (e.code() != ErrorCode.LEASE_LOST || number == TRIES - 1) {
          throw given(token, e);
        }
        LOG.warn("tenant {}: {}; trying again", route.tenant(), e.getMessage());
      }
    }
  }

  private CroftException given(long token, CroftException cause) {
    // Opening the source again has burnt the next token.
    long burnt = token + 1;
    preparation.discardTarget(burnt + 1, () -> forgetDefinitions(access, route, burnt), cause);
    return cause;
  }

  /** Counts no more for the attempts before this token was burnt. */
  static void forgetDefinitions(MoverAccess access, Route route, long burnt) throws SQLException {
    try (Connection session = MoverSession.open(access, route.from())) {
      MoverGate.forgetDefinitions(session, route.from(), burnt);
    }
  }

  private Switched attempt(long token, Notice notice) throws SQLException {
    log.goOn();
    log.begin(MoveStep.PREPARED);
    preparation.take(token);
    preparation.makeTarget(token);
    Failpoint.AFTER.reach(MoveStep.PREPARED);
    log.done(MoveStep.PREPARED, route.to().summary());
    notice.give();
    try (Fence fence = counting(token);
        FencedCopy copy = new FencedCopy(access, route, token, log.meter())) {
      log.begin(MoveStep.COPIED);
      preparation.requireSameSchema();
      copy.copy();
      log.done(MoveStep.COPIED, "");
      notice.await(() -> {});
      copy.catchUp();
      fence.rehearse(copy.target(), token);
      log.goOn();
      log.begin(MoveStep.FENCED);
      FenceClock clock = new FenceClock();
      fence.shut(token);
      clock.ended("waited");
      Instant at = Instant.now();
      long shut = System.nanoTime();
      Failpoint.AFTER.reach(MoveStep.FENCED);
      HomeHash copied = underFence(copy, fence, token, clock);
      Duration fenced = Duration.ofNanos(System.nanoTime() - shut);
      Switched done = new Switched(copied.rows(), copied.bytes(), at, fenced, clock.parts());
      record(done, clock);
      return done;
    }
  }

  /** Whoever changes the tables from now on ends the attempt. */
  private Fence counting(long token) throws SQLException {
    Fence fence = new Fence(access, route, settings);
    try {
      fence.countDefinitions(token);
      return fence;
    } catch (SQLException | CroftException e) {
      fence.close();
      throw e;
    }
  }

  /** Nothing here may wait for the catalog: the tenant's statements wait for this. */
  private HomeHash underFence(FencedCopy copy, Fence fence, long token, FenceClock clock)
      throws SQLException {
    HomeHash copied;
    Failpoint.BEFORE.reach(MoveStep.VERIFIED);
    try {
      copied = copy.verify(ForkJoinPool.commonPool());
      clock.ended("compared");
      Failpoint.AFTER.reach(MoveStep.VERIFIED);
      Failpoint.BEFORE.reach(MoveStep.SWITCHED);
      fence.switchOver(token, passKey);
    } catch (SQLException | RuntimeException e) {
      boolean unused = fence.undo(token, e);
      throw e;
    }
    clock.ended("switched");
    Failpoint.AFTER.reach(MoveStep.SWITCHED);
    Failpoint.BEFORE.reach(MoveStep.OPENED);
    fence.openTarget(copy.target());
    clock.ended("opened");
    Failpoint.AFTER.reach(MoveStep.OPENED);
    return copied;
  }

  /** Writes down what was done under the fence. */
  private void record(Switched done, FenceClock clock) {
    log.done(
        MoveStep.FENCED,
        "%d rows; %d ms until the new home was open: %s"
            .formatted(done.rows(), done.fenced().toMillis(), clock));
    for (MoveStep step : new MoveStep[] {MoveStep.VERIFIED, MoveStep.SWITCHED, MoveStep.OPENED}) {
      log.begin(step);
      log.done(step, step == MoveStep.VERIFIED ? done.rows() + " rows" : "");
    }
  }
}

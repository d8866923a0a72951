package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.DaemonThreads;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks each second how much of a server's log is kept for a move, and drops the slots that keep
 * more than the budget: the disk is free again at once, whatever the move is busy with, and the
 * move ends where it looks next. It has a thread of its own for each server, since one may not
 * answer.
 */
final class LogWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LogWatch.class);
  private static final long PERIOD_MILLIS = Duration.ofSeconds(1).toMillis();

  private final MoverAccess access;
  private final Placement home;
  private final Placement shared;
  private final String slots;
  private final MoveSettings settings;
  private final MoveLog log;
  private final Consumer<String> over;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(new DaemonThreads("croft move log"));

  /** Of the timer's thread alone, null before the first look and after one that has failed. */
  private @Nullable Connection session;

  private LogWatch(
      MoverAccess access,
      Placement home,
      String slots,
      MoveSettings settings,
      MoveLog log,
      Consumer<String> over) {
    this.access = access;
    this.home = home;
    this.shared = LogBudget.shared(home);
    this.slots = slots;
    this.settings = settings;
    this.log = log;
    this.over = over;
  }

  /**
   * Begins to look.
   *
   * @param home at whose server the slots are
   * @param slots with what their names begin
   * @param over hears, in a thread of this, that the slots were dropped, and why
   */
  static LogWatch start(
      MoverAccess access,
      Placement home,
      String slots,
      MoveSettings settings,
      MoveLog log,
      Consumer<String> over) {
    LogWatch watch = new LogWatch(access, home, slots, settings, log, over);
    // A look throws nothing; closing ends them all.
    ScheduledFuture<?> unused =
        watch.timer.scheduleWithFixedDelay(watch::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    return watch;
  }

  private void look() {
    try {
      if (session == null) {
        session = MoverSession.open(access, shared);
      }
      LogBudget budget = LogBudget.read(session, home.server(), settings);
      List<KeptLog> kept = KeptLog.of(session, slots);
      long most = kept.stream().mapToLong(KeptLog::bytes).max().orElse(0);
      log.meter().keeps(home.server(), most);
      if (most > budget.bytes()) {
        end(budget, kept, most);
      }
    } catch (SQLException | CroftException e) {
      // The move itself finds a server that is gone; here the next look tries again.
      LOG.debug("cannot see how much log server {} keeps", home.server(), e);
      forget();
    }
  }

  private void end(LogBudget budget, List<KeptLog> kept, long most) {
    over.accept(
        "server %s keeps %d MB of its log for the move of tenant %s, allowed are %d MB: %s"
            .formatted(
                home.server(),
                most >> 20,
                home.tenant(),
                budget.bytes() >> 20,
                budget.remedy(most)));
    kept.forEach(slot -> ReplicationSlots.drop(access, home, slot.slot()));
  }

  private void forget() {
    try {
      if (session != null) {
        session.close();
      }
    } catch (SQLException e) {
      LOG.debug("a session that has failed cannot be closed", e);
    }
    session = null;
  }

  /** Ends the looking, after the look that is under way. */
  @Override
  public void close() {
    timer.execute(this::forget);
    timer.shutdown();
  }
}

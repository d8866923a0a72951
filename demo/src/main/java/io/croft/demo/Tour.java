package io.croft.demo;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.move.MoveListener;
import io.croft.move.MoveOrder;
import io.croft.move.MoveResult;
import io.croft.move.MoveStep;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The move: the busy tenant's way through all homes and both servers while its clients work. */
final class Tour {

  private static final List<Stop> STOPS =
      List.of(
          new Stop(Isolation.SCHEMA, Fleet.EU, false),
          new Stop(Isolation.DATABASE, Fleet.US, true),
          new Stop(Isolation.SCHEMA, Fleet.US, false),
          new Stop(Isolation.POOL, Fleet.EU, false));
  private static final int HOPS = STOPS.size() + 1;
  private static final Duration WAY_BACK = Duration.ofHours(1);
  private static final int WRITES = 100;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Platform platform;
  private final Traffic traffic;
  private final Auditors auditors;
  private final Interruption interruption;
  private final Moves moves;
  private final Duration window;
  private final List<DemoReport.Hop> hops = new ArrayList<>();

  /**
   * One home on the way.
   *
   * @param andBack whether the tenant gets there as a large one does, tries it, and goes back
   */
  private record Stop(Isolation isolation, String server, boolean andBack) {}

  /** What brings the tenant to another home. */
  private interface Move {
    MoveResult run();
  }

  /**
   * @param traffic already running
   * @param time for all hops together
   */
  Tour(
      Platform platform,
      Traffic traffic,
      Auditors auditors,
      Interruption interruption,
      Duration time) {
    this.platform = platform;
    this.traffic = traffic;
    this.auditors = auditors;
    this.interruption = interruption;
    this.moves = new Moves(platform, interruption, PATIENCE);
    this.window = time.dividedBy(HOPS);
  }

  /** Makes every hop; each begins and ends with clients at work. */
  void run(TenantId tenant, DemoListener listener) throws SQLException {
    for (Stop stop : STOPS) {
      MoveOrder order = MoveOrder.of(tenant, stop.isolation, stop.server);
      if (!stop.andBack) {
        tell(hop(tenant, () -> moves.move(order, MoveListener.NONE)), listener);
        continue;
      }
      MoveListener steps = (step, detail) -> tell(step, detail, listener);
      DemoReport.Hop there = hop(tenant, () -> moves.move(order.withWayBack(WAY_BACK), steps));
      tell(there, listener);
      listener.detail("and back, with all that it has written since, without copying");
      tell(hop(tenant, () -> moves.reverse(tenant, steps)), listener);
    }
  }

  private static void tell(MoveStep step, String detail, DemoListener listener) {
    listener.detail("  " + step.word() + (detail.isEmpty() ? "" : ": " + detail));
  }

  private void tell(DemoReport.Hop hop, DemoListener listener) {
    hops.add(hop);
    listener.detail(
        "%s to %s@%s, %s: %d rows in %.0f ms, pause p99 %.0f ms of %d clients"
            .formatted(
                hop.from(),
                hop.to(),
                hop.server(),
                hop.mode(),
                hop.rows(),
                hop.millis(),
                hop.pauseMillis().p99(),
                hop.pauseMillis().threads()));
  }

  private DemoReport.Hop hop(TenantId tenant, Move move) throws SQLException {
    Placement from = platform.placement(tenant);
    long begin = System.nanoTime();
    long errors = traffic.errors().count(tenant);
    interruption.pause(window.dividedBy(2));
    MoveResult result = move.run();
    long fenced = nanos(result.fencedAt());
    long opened = fenced + result.fenced().toNanos();
    interruption.pause(window.dividedBy(2));
    interruption.await(
        PATIENCE, () -> traffic.ledger().acknowledged(tenant, begin, System.nanoTime()) >= WRITES);
    long end = System.nanoTime();
    LedgerCheck.Result check = auditors.check(tenant);
    return new DemoReport.Hop(
        from.summary(),
        result.to().isolation().word(),
        result.to().server(),
        result.mode().word(),
        result.rows(),
        Quantiles.millis(result.total().toNanos()),
        Quantiles.millis(result.fenced().toNanos()),
        traffic.ledger().acknowledged(tenant, begin, end),
        check.lost(),
        check.duplicated(),
        traffic.errors().count(tenant) - errors,
        pause(Pauses.perThread(traffic.busyTimings(), fenced, opened, begin, end)));
  }

  private static DemoReport.Pause pause(List<Long> nanos) {
    if (nanos.isEmpty()) {
      return DemoReport.Pause.NONE;
    }
    return new DemoReport.Pause(
        nanos.size(),
        Quantiles.millis(Quantiles.of(nanos, 0.5)),
        Quantiles.millis(Quantiles.of(nanos, 0.99)),
        Quantiles.millis(Quantiles.of(nanos, 1)));
  }

  /** Returns that instant on the clock of {@link System#nanoTime}. */
  private static long nanos(Instant instant) {
    return System.nanoTime() - Duration.between(instant, Instant.now()).toNanos();
  }

  List<DemoReport.Hop> hops() {
    return List.copyOf(hops);
  }
}

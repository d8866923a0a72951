package io.croft.catalog;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One round of the watch over one server.
 *
 * @param id grows with every round
 * @param worker who makes it
 * @param ended null while it runs
 * @param complete whether it came to its end by itself
 * @param homes how many schema and database homes the server holds
 * @param probed how many of them had their turn
 * @param withinRounds in how many rounds every home has its turn
 * @param held how many probes held
 * @param alarms how many read or wrote what they must not
 * @param blinds how many could not look
 */
public record WatchRound(
    long id,
    String server,
    String worker,
    Instant started,
    @Nullable Instant ended,
    boolean complete,
    int homes,
    int probed,
    int withinRounds,
    int held,
    int alarms,
    int blinds) {

  /** Returns the same with another count of homes and of their turns. */
  public WatchRound withHomes(int all, int looked, int rounds) {
    return new WatchRound(
        id, server, worker, started, ended, complete, all, looked, rounds, held, alarms, blinds);
  }

  /** Returns the same with one more result counted. */
  public WatchRound with(ProbeOutcome outcome) {
    return new WatchRound(
        id,
        server,
        worker,
        started,
        ended,
        complete,
        homes,
        probed,
        withinRounds,
        held + (outcome == ProbeOutcome.HELD ? 1 : 0),
        alarms + (outcome == ProbeOutcome.ALARM ? 1 : 0),
        blinds + (outcome == ProbeOutcome.BLIND ? 1 : 0));
  }
}

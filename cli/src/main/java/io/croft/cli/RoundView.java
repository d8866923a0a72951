package io.croft.cli;

import io.croft.catalog.ProbeOutcome;
import io.croft.catalog.WatchRound;
import io.croft.watch.RoundReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A round over one server, as the command line shows it.
 *
 * @param state {@code complete}, {@code stopped}, or {@code elsewhere}: another watch makes one
 * @param homes how many schema and database homes the server holds
 * @param withinRounds in how many rounds every home has its turn
 * @param notHeld the probes that did not hold
 */
record RoundView(
    String server,
    String state,
    @Nullable Long round,
    @Nullable Instant started,
    long millis,
    int homes,
    int probed,
    int withinRounds,
    int held,
    int alarms,
    int blinds,
    List<ProbeView> notHeld) {

  static RoundView of(RoundReport report) {
    List<ProbeView> notHeld =
        report.results().stream()
            .filter(result -> result.outcome() != ProbeOutcome.HELD)
            .map(ProbeView::of)
            .toList();
    return report
        .round()
        .map(round -> of(round, notHeld))
        .orElseGet(
            () ->
                new RoundView(
                    report.server(), "elsewhere", null, null, 0, 0, 0, 0, 0, 0, 0, notHeld));
  }

  static RoundView of(WatchRound round, List<ProbeView> notHeld) {
    Instant ended = round.ended();
    return new RoundView(
        round.server(),
        round.complete() ? "complete" : "stopped",
        round.id(),
        round.started(),
        ended == null ? 0 : Duration.between(round.started(), ended).toMillis(),
        round.homes(),
        round.probed(),
        round.withinRounds(),
        round.held(),
        round.alarms(),
        round.blinds(),
        notHeld);
  }

  /** Returns whether the round came to its end and every probe held. */
  boolean allHeld() {
    return state.equals("complete") && alarms == 0 && blinds == 0;
  }

  /** Returns in how many rounds every home has its turn, in words. */
  static String within(int rounds) {
    return switch (rounds) {
      case 0 -> "-";
      case 1 -> "in each round";
      default -> "within " + rounds + " rounds";
    };
  }

  /** Returns the rounds as a table and, below it, a line for each probe that did not hold. */
  static String page(List<RoundView> rounds) {
    Table table =
        Table.of(
            "server",
            "round",
            "state",
            "held",
            "alarms",
            "blind",
            "homes",
            "probed",
            "every home",
            "millis");
    StringBuilder notes = new StringBuilder();
    for (RoundView round : rounds) {
      table.row(
          round.server,
          round.round == null ? "-" : round.round,
          round.state,
          round.held,
          round.alarms,
          round.blinds,
          round.homes,
          round.probed,
          within(round.withinRounds),
          round.millis);
      round.notHeld.forEach(
          probe ->
              notes.append(
                  "%s: %s@%s %s: %s: %s%n"
                      .formatted(
                          probe.outcome(),
                          probe.isolation(),
                          probe.server(),
                          probe.whose(),
                          probe.probe(),
                          probe.evidence())));
    }
    return table.render() + (notes.isEmpty() ? "" : "\n" + notes);
  }
}

package io.croft.move;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Adds up what random moves have shown. Thread-safe. */
final class TravelSummary {

  private final String name;
  private final long seed;
  private final Map<TrialResult.Outcome, Integer> outcomes =
      new EnumMap<>(TrialResult.Outcome.class);
  private int moves;
  private int tenants;
  private long acknowledged;
  private long unknown;
  private long errors;
  private long lost;
  private long doubled;
  private long wrong;
  private long longestMillis;

  TravelSummary(String name, long seed) {
    this.name = name;
    this.seed = seed;
  }

  synchronized int moves() {
    return moves;
  }

  synchronized void moved(TrialResult.Outcome outcome) {
    moves++;
    outcomes.merge(outcome, 1, Integer::sum);
  }

  /** A tenant has been moved some times, and what it holds was compared. */
  synchronized void arrived(LedgerAudit.Findings findings, LedgerClients clients) {
    tenants++;
    lost += findings.lost().size();
    doubled += findings.doubled().size();
    wrong += findings.wrong().size();
    acknowledged += clients.acknowledged().size();
    unknown += clients.unknown().size();
    errors += clients.errors().size();
    longestMillis = Math.max(longestMillis, clients.longestMillis());
  }

  /** Writes the sum into {@code target/} and prints it. */
  synchronized void write() throws IOException {
    String sum =
        """
        random moves with %s: seed %d, %d moves of %d tenants, %s; %d transfers acknowledged, %d lost, \
        %d doubled, %d otherwise wrong, %d of unknown outcome; %d errors; longest pause %d ms"""
            .formatted(
                name,
                seed,
                moves,
                tenants,
                outcomes,
                acknowledged,
                lost,
                doubled,
                wrong,
                unknown,
                errors,
                longestMillis);
    Files.write(Path.of("target", "random-" + name + ".txt"), List.of(sum));
    System.out.println(sum);
  }
}

package io.croft.watch;

import io.croft.catalog.ProbeResult;
import io.croft.catalog.WatchRound;
import java.util.List;
import java.util.Optional;

/**
 * What one round over one server has found.
 *
 * @param server its name
 * @param round empty when another worker makes a round over it at the moment
 * @param results of every probe that was asked
 */
public record RoundReport(String server, Optional<WatchRound> round, List<ProbeResult> results) {

  /** Copies the results. */
  public RoundReport {
    results = List.copyOf(results);
  }
}

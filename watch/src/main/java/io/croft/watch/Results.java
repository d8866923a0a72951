package io.croft.watch;

import io.croft.catalog.ProbeOutcome;
import io.croft.catalog.ProbeResult;
import io.croft.core.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Asks one probe after the other in one home, and collects what they find. */
final class Results {

  private final Placement home;
  private final List<ProbeResult> found = new ArrayList<>();

  Results(Placement home) {
    this.home = home;
  }

  /** Asks a probe; an error of the database makes it blind. */
  void ask(Probe probe, Answer.Look look) {
    long begun = System.nanoTime();
    Answer answer = Answer.of(look);
    long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
    found.add(ProbeResult.of(home, probe.id(), answer.outcome(), answer.evidence(), millis));
  }

  List<ProbeResult> found() {
    return List.copyOf(found);
  }

  static boolean contain(List<ProbeResult> results, ProbeOutcome outcome) {
    return results.stream().anyMatch(result -> result.outcome() == outcome);
  }
}

package io.croft.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.Catalog;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that send one tenant after the other on a travel until there were enough moves. */
final class Travellers {

  private final MoveFixture moves;
  private final Catalog reader;
  private final Neighbours neighbours;
  private final TravelSummary summary;
  private final List<Fault> faults;
  private final int enough;
  private final long end;
  private final Weather weather = new Weather();
  private final AtomicInteger tenants = new AtomicInteger();
  private final AtomicBoolean failed = new AtomicBoolean();

  /**
   * @param faults of which each move meets one, as often as it is in the list
   * @param enough after so many moves no further tenant begins
   * @param longest nor after so long
   */
  Travellers(
      MoveFixture moves,
      Catalog reader,
      Neighbours neighbours,
      TravelSummary summary,
      List<Fault> faults,
      int enough,
      Duration longest) {
    this.moves = moves;
    this.reader = reader;
    this.neighbours = neighbours;
    this.summary = summary;
    this.faults = faults;
    this.enough = enough;
    this.end = System.nanoTime() + longest.toNanos();
  }

  /**
   * Sends tenants on their travels, until there were enough moves or one of them has failed.
   *
   * @param directory for the files of processes that are killed, of this thread alone
   */
  Void travel(long firstSeed, Path directory) throws Exception {
    try (MoverAtRisk atRisk = new MoverAtRisk(moves.fleet, CrashingMover.settings())) {
      Ordeal ordeal = new Ordeal(moves, atRisk, directory);
      while (summary.moves() < enough && System.nanoTime() - end < 0 && !failed.get()) {
        long seed = firstSeed + tenants.getAndIncrement();
        RandomTravel travel = new RandomTravel(moves, ordeal, reader, weather, seed, faults);
        LedgerAudit.Findings findings = travel.run(summary);
        assertThat(findings.none()).as("seed %d: %s", seed, findings).isTrue();
        assertThat(weather.calm(neighbours::unchanged)).as("seed %d", seed).isTrue();
      }
      return null;
    } catch (Exception | AssertionError e) {
      failed.set(true);
      throw e;
    }
  }
}

package io.croft.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.Catalog;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tenants that work are moved from any home to any other, in either mode, and each move meets a
 * fault somewhere: all of it by chance. How many moves, and the seed: {@code -Dcroft.moves.faults},
 * {@code -Dcroft.moves.kills}, {@code -Dcroft.moves.seed}; the seed is printed. Each tenant has the
 * seed of the one before and one more.
 */
final class RandomMovesIT {

  private static final long SEED = Long.getLong("croft.moves.seed", System.nanoTime());
  private static final int FAULTS = Integer.getInteger("croft.moves.faults", 6);
  private static final int KILLS = Integer.getInteger("croft.moves.kills", 3);

  private static final MoveFixture MOVES = new MoveFixture();
  private static Catalog reader;
  private static MoverAtRisk atRisk;
  private static Neighbours neighbours;

  @BeforeAll
  static void start() throws SQLException {
    MOVES.commitBeforeAcknowledging();
    reader = MOVES.fleet.openReader();
    atRisk = new MoverAtRisk(MOVES.fleet, CrashingMover.settings());
    neighbours = new Neighbours(MOVES);
  }

  @AfterAll
  static void stop() throws Exception {
    atRisk.close();
    reader.close();
  }

  @Test
  void losesAndDoublesNothingWhateverIsCutOrStopped(@TempDir Path directory) throws Exception {
    List<Fault> faults = Stream.of(Fault.values()).filter(fault -> fault != Fault.KILL).toList();

    travel("faults", faults, FAULTS, directory);
  }

  @Test
  void losesAndDoublesNothingWhicheverProcessIsKilled(@TempDir Path directory) throws Exception {
    travel("kills", List.of(Fault.KILL), KILLS, directory);
  }

  private static void travel(String name, List<Fault> faults, int moves, Path directory)
      throws Exception {
    TravelSummary summary = new TravelSummary(name, SEED);
    Ordeal ordeal = new Ordeal(MOVES, atRisk, directory);
    try {
      for (int round = 0; summary.moves() < moves; round++) {
        RandomTravel travel = new RandomTravel(MOVES, ordeal, reader, SEED + round, faults);
        LedgerAudit.Findings findings = travel.run(summary);
        assertThat(findings.none()).as("seed %d: %s", SEED + round, findings).isTrue();
        assertThat(neighbours.unchanged()).as("seed %d", SEED + round).isTrue();
      }
    } finally {
      summary.write();
    }
  }
}

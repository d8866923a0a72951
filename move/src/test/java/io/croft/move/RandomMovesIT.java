package io.croft.move;

import io.croft.catalog.Catalog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tenants that work are moved from any home to any other, in either mode, and each move meets a
 * fault somewhere: all of it by chance. How many moves, and the seed: {@code -Dcroft.moves.faults},
 * {@code -Dcroft.moves.kills}, {@code -Dcroft.moves.seed}; the seed is printed. Each tenant has the
 * seed of the one before and one more. How many of them travel at the same time: {@code
 * -Dcroft.moves.tenants}; where it is more than one, servers are stopped seldom, since all of them
 * must wait for that. After {@code -Dcroft.moves.minutes} no further tenant begins.
 */
final class RandomMovesIT {

  private static final long SEED = Long.getLong("croft.moves.seed", System.nanoTime());
  private static final int FAULTS = Integer.getInteger("croft.moves.faults", 6);
  private static final int KILLS = Integer.getInteger("croft.moves.kills", 3);
  private static final int TENANTS = Integer.getInteger("croft.moves.tenants", 1);
  private static final Duration LONGEST =
      Duration.ofMinutes(Long.getLong("croft.moves.minutes", 24 * 60L));
  private static final int CUTS_PER_STOP = 40;

  private static final MoveFixture MOVES = new MoveFixture();
  private static Catalog reader;
  private static Neighbours neighbours;

  @BeforeAll
  static void start() throws SQLException {
    MOVES.commitBeforeAcknowledging();
    reader = MOVES.fleet.openReader();
    neighbours = new Neighbours(MOVES);
  }

  @AfterAll
  static void stop() throws Exception {
    reader.close();
  }

  @Test
  void losesAndDoublesNothingWhateverIsCutOrStopped(@TempDir Path directory) throws Exception {
    List<Fault> faults = new ArrayList<>();
    for (Fault fault : Fault.values()) {
      if (fault != Fault.KILL) {
        int share = TENANTS == 1 || fault.stopsServer() ? 1 : CUTS_PER_STOP;
        faults.addAll(Collections.nCopies(share, fault));
      }
    }
    travel("faults", faults, FAULTS, directory);
  }

  @Test
  void losesAndDoublesNothingWhicheverProcessIsKilled(@TempDir Path directory) throws Exception {
    travel("kills", List.of(Fault.KILL), KILLS, directory);
  }

  private static void travel(String name, List<Fault> faults, int moves, Path directory)
      throws Exception {
    TravelSummary summary = new TravelSummary(name, SEED);
    Travellers travellers =
        new Travellers(MOVES, reader, neighbours, summary, faults, moves, LONGEST);
    ExecutorService threads = Executors.newFixedThreadPool(TENANTS);
    try {
      List<Future<Void>> ways = new ArrayList<>();
      for (int i = 0; i < TENANTS; i++) {
        Path own = Files.createDirectory(directory.resolve("traveller-" + i));
        ways.add(threads.submit(() -> travellers.travel(SEED, own)));
      }
      for (Future<Void> way : ways) {
        way.get();
      }
    } catch (ExecutionException e) {
      LeftOvers.removeStreams(MOVES.fleet);
      throw e;
    } finally {
      threads.shutdownNow();
      summary.write();
    }
  }
}

package io.croft.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.Catalog;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The crash matrix of a kind of moves: whatever befalls a move at whatever step, no acknowledged
 * write is lost or doubled, one home is open, the move can be finished or undone, and nothing is
 * left over.
 *
 * <p>Which cells are tried says the property {@code croft.matrix.cells}: {@code sample}, {@code
 * full}, or a part of their names.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MoveMatrixContract {

  private static final MoveFixture MOVES = new MoveFixture();

  private MatrixSummary summary;
  private Catalog reader;
  private MoverAtRisk atRisk;
  private Neighbours neighbours;

  abstract Journey journey();

  @BeforeAll
  final void start() throws Exception {
    summary = new MatrixSummary(journey().word());
    MOVES.commitBeforeAcknowledging();
    reader = MOVES.fleet.openReader();
    atRisk = new MoverAtRisk(MOVES.fleet, CrashingMover.settings());
    neighbours = new Neighbours(MOVES);
  }

  @AfterAll
  final void stop() throws Exception {
    summary.end();
    atRisk.close();
    reader.close();
  }

  final List<Cell> cells() {
    String wanted = System.getProperty("croft.matrix.cells", "sample");
    return switch (wanted) {
      case "sample" -> Cell.sample(journey());
      case "full" -> Cell.all(journey());
      default ->
          Cell.all(journey()).stream().filter(cell -> cell.toString().contains(wanted)).toList();
    };
  }

  @ParameterizedTest(name = "{0}", allowZeroInvocations = true)
  @MethodSource("cells")
  void losesAndDoublesNothing(Cell cell, @TempDir Path directory) throws Exception {
    summary.begin();
    TrialResult result = trial(cell, directory);
    summary.add(result);
    assertThat(result.findings().lost()).isEmpty();
    assertThat(result.findings().doubled()).isEmpty();
    assertThat(result.findings().wrong()).isEmpty();
  }

  private TrialResult trial(Cell cell, Path directory) throws Exception {
    try {
      return new CellTrial(MOVES, new Ordeal(MOVES, atRisk, directory), reader, neighbours)
          .run(cell);
    } catch (Exception | AssertionError e) {
      LeftOvers.removeStreams(MOVES.fleet);
      throw e;
    }
  }
}

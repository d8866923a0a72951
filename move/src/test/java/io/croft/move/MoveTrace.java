package io.croft.move;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A recording of real moves, in the words of the specification.
 *
 * @param logs the catalog's, then one for each server, each in the order of its commits
 * @param logOf in which of them, counted from 1, a home is
 * @param attempts how many there were
 * @param tries how often an attempt may shut the home
 * @param ids of the writes in their order
 */
record MoveTrace(
    MoveMode mode,
    List<List<TraceEntry>> logs,
    Map<TraceEntry.Side, Integer> logOf,
    int attempts,
    int tries,
    List<Long> ids) {

  private static final Path MODULES = Path.of("src", "test", "tla").toAbsolutePath();
  private static final String MODULE = "Recorded";

  MoveTrace {
    logs = logs.stream().map(List::copyOf).toList();
  }

  /** Returns the entries of a home. */
  List<TraceEntry> of(TraceEntry.Side side) {
    return log(side).stream().filter(entry -> isOf(side, entry)).toList();
  }

  /** Returns the log in which a home is. */
  List<TraceEntry> log(TraceEntry.Side side) {
    return logs.get(index(side));
  }

  private int index(TraceEntry.Side side) {
    Integer number = logOf.get(side);
    if (number == null) {
      throw new IllegalStateException("home %s is in no log".formatted(side));
    }
    return number - 1;
  }

  private static boolean isOf(TraceEntry.Side side, TraceEntry entry) {
    return entry instanceof TraceEntry.Home home && home.home() == side
        || entry instanceof TraceEntry.Write write && write.home() == side;
  }

  /** Returns another recording, of which the log of one home was changed. */
  MoveTrace with(TraceEntry.Side side, UnaryOperator<List<TraceEntry>> change) {
    List<List<TraceEntry>> changed = new ArrayList<>(logs);
    changed.set(index(side), change.apply(new ArrayList<>(log(side))));
    if (changed.equals(logs)) {
      throw new IllegalArgumentException("nothing was changed");
    }
    return new MoveTrace(mode, changed, logOf, attempts, tries, ids);
  }

  /**
   * Returns the specification with this recording as its constant; it is violated exactly when the
   * recording is one of its behaviours.
   */
  Model in(Path directory) throws IOException {
    try (Stream<Path> modules = Files.list(MODULES)) {
      for (Path module : modules.filter(m -> m.toString().endsWith(".tla")).toList()) {
        Files.copy(module, directory.resolve(module.getFileName()));
      }
    }
    Files.writeString(
        directory.resolve(MODULE + ".tla"),
        """
        ---- MODULE %s ----
        EXTENDS MoveTrace
        RecordedLogs == <<
        %s
        >>
        RecordedIn == [h \\in Homes |-> IF h = "A" THEN %d ELSE %d]
        ====
        """
            .formatted(
                MODULE,
                logs.stream().map(MoveTrace::tla).collect(Collectors.joining(",\n")),
                index(TraceEntry.Side.A) + 1,
                logOf.getOrDefault(TraceEntry.Side.B, 1)));
    Files.copy(MODULES.resolve("MoveTrace.cfg"), directory.resolve(MODULE + ".cfg"));
    Model model =
        Model.in(directory, MODULE)
            .with("MaxWrites", ids.size() + 1)
            .with("MaxAttempts", attempts + 1)
            .with("MaxTries", tries);
    return mode == MoveMode.STREAMED ? model : model.without("Streamed");
  }

  private static String tla(List<TraceEntry> log) {
    return log.stream()
        .map(entry -> "  " + entry.tla())
        .collect(Collectors.joining(",\n", "<<\n", "\n>>"));
  }
}

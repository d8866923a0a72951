package io.croft.move;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What TLC says of a recording.
 *
 * @param accepted whether it is a behaviour of the specification
 * @param followed how many entries of each log can be followed at most
 */
record Replay(MoveTrace trace, boolean accepted, List<Integer> followed) {

  private static final Pattern FOLLOWED = Pattern.compile("<<\"followed\", (\\d+), (\\d+)>>");
  private static final Verdict REACHED = new Verdict.Violated("NeverEnds");

  /** Asks TLC, in a directory that is empty. */
  static Replay of(MoveTrace trace, Path directory) throws IOException, InterruptedException {
    Tlc.Run run = Tlc.quick().run(trace.in(directory));
    boolean accepted = run.verdict().equals(REACHED);
    if (!accepted && !(run.verdict() instanceof Verdict.Held)) {
      throw new IllegalStateException("TLC says nothing: " + run.verdict());
    }
    List<Integer> followed = new ArrayList<>(trace.logs().stream().map(log -> 0).toList());
    for (String line : run.output()) {
      Matcher matcher = FOLLOWED.matcher(line);
      if (matcher.matches()) {
        followed.set(Integer.parseInt(matcher.group(1)) - 1, Integer.parseInt(matcher.group(2)));
      }
    }
    return new Replay(trace, accepted, List.copyOf(followed));
  }

  /** Returns the entries at which the logs could not be followed any further. */
  List<TraceEntry> stuck() {
    List<TraceEntry> entries = new ArrayList<>();
    for (int log = 0; log < followed.size(); log++) {
      if (followed.get(log) < trace.logs().get(log).size()) {
        entries.add(trace.logs().get(log).get(followed.get(log)));
      }
    }
    return entries;
  }
}

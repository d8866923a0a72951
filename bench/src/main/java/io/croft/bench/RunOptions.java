package io.croft.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The options that every benchmark has, and where it says what it has found. */
final class RunOptions {

  private static final int FEWEST_ROUNDS = 3;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  @Option(names = "--quick", description = "Take few and short samples: a look.")
  private boolean quick;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How many pairs each ratio is the median of, at least 3 (default: 9).")
  private int rounds;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all figures there too.")
  private @Nullable Path json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  boolean quick() {
    return quick;
  }

  /** Returns the number of rounds that was asked for, or {@code usual}. */
  int rounds(int usual) {
    return rounds == 0 ? usual : Math.max(FEWEST_ROUNDS, rounds);
  }

  /** Prints the text, and writes the report where it was wanted. */
  void print(String text, Object report) throws IOException {
    PrintWriter out = command.commandLine().getOut();
    out.print(text);
    out.flush();
    if (json != null) {
      Files.writeString(json, json(report) + "\n");
    }
  }

  /** Says what is being done, to who waits. */
  void say(String phase) {
    command.commandLine().getErr().println(phase);
    command.commandLine().getErr().flush();
  }

  /** Returns a report for machines. */
  static String json(Object report) {
    return JSON.writeValueAsString(report);
  }
}

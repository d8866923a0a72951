package io.croft.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Prints what the gate costs; ends with 0 also when goals are missed. */
@Command(
    name = "gate",
    mixinStandardHelpOptions = true,
    description = {
      "Measures what the gate costs beside the same statements without it, on a PostgreSQL server of"
          + " its own. Run it on a quiet machine.",
      "",
      "Example: bench/run gate --json gate.json"
    })
final class GateCommand implements Callable<Integer> {

  private static final int FEWEST_ROUNDS = 3;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  @Option(names = "--quick", description = "Take short samples: a look within a minute.")
  private boolean quick;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How many pairs each ratio is the median of, at least 3 (default: 9).")
  private int rounds;

  @Option(names = "--json", paramLabel = "FILE", description = "Write all figures there too.")
  private @Nullable Path json;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws SQLException, IOException {
    Scale scale = quick ? Scale.QUICK : Scale.FULL;
    if (rounds != 0) {
      scale = scale.withRounds(Math.max(FEWEST_ROUNDS, rounds));
    }
    Report report = measure(scale);
    PrintWriter out = command.commandLine().getOut();
    out.print(TextReport.of(report));
    out.flush();
    if (json != null) {
      Files.writeString(json, json(report) + "\n");
    }
    return 0;
  }

  /** Returns the report for machines. */
  static String json(Report report) {
    return JSON.writeValueAsString(report);
  }

  private Report measure(Scale scale) throws SQLException, IOException {
    say("starting a server and filling its tables");
    try (Site site = Site.open(scale, true)) {
      return new GateBench(site, this::say).run();
    }
  }

  private void say(String phase) {
    command.commandLine().getErr().println(phase);
    command.commandLine().getErr().flush();
  }
}

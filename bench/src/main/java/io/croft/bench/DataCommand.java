package io.croft.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what the data plane costs and gives; ends with 0 also when goals are missed. */
@Command(
    name = "data",
    mixinStandardHelpOptions = true,
    description = {
      "Measures Croft's connections and queue beside HikariCP, Hibernate, Spring, ShardingSphere and"
          + " plain row-level security, on a PostgreSQL server of its own with hundreds of databases."
          + " Run it on a quiet machine.",
      "",
      "Example: bench/run data --json data.json"
    })
final class DataCommand implements Callable<Integer> {

  @Mixin private RunOptions options = new RunOptions();

  @Option(
      names = "--part",
      paramLabel = "WORDS",
      description = "Measure only the parts whose title contains these words.")
  private String part = "";

  @Override
  public Integer call() throws SQLException, IOException, InterruptedException {
    DataScale scale = options.quick() ? DataScale.QUICK : DataScale.FULL;
    DataReport report = measure(scale.withRounds(options.rounds(scale.rows().rounds())));
    options.print(DataText.of(report), report);
    return 0;
  }

  private DataReport measure(DataScale scale)
      throws SQLException, IOException, InterruptedException {
    options.say("starting a server and filling its tables");
    try (Site site = Site.open(scale.rows(), true)) {
      return new DataBench(site, scale, part, options::say).run();
    }
  }
}

package io.croft.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prints what live moves cost and how long they pause; ends with 0 also when goals are missed. */
@Command(
    name = "moves",
    mixinStandardHelpOptions = true,
    description = {
      "Moves tenants between homes while clients are at work, on PostgreSQL servers of its own, and"
          + " measures the pauses that the clients see, the rates, and what neighbours notice. Run it"
          + " on a quiet machine.",
      "",
      "Example: bench/run moves --part fenced"
    })
final class MovesCommand implements Callable<Integer> {

  @Mixin private RunOptions options = new RunOptions();

  @Option(
      names = "--part",
      paramLabel = "WORDS",
      description = "Measure only the parts whose title contains these words.")
  private String part = "";

  @Override
  public Integer call() throws SQLException, IOException, InterruptedException {
    MovesScale scale = options.quick() ? MovesScale.QUICK : MovesScale.FULL;
    options.say("starting the servers");
    MovesReport report;
    try (MoveSite site = MoveSite.open(true)) {
      MovesScale wanted = scale.withRounds(options.rounds(scale.rounds()));
      report = new MovesBench(site, wanted, part, options::say).run();
    }
    options.print(report.text(), report);
    return 0;
  }
}

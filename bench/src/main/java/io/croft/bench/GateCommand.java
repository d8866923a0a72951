package io.croft.bench;

import java.io.IOException;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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

  @Mixin private RunOptions options = new RunOptions();

  @Override
  public Integer call() throws SQLException, IOException {
    Scale scale = options.quick() ? Scale.QUICK : Scale.FULL;
    Report report = measure(scale.withRounds(options.rounds(scale.rounds())));
    options.print(TextReport.of(report), report);
    return 0;
  }

  private Report measure(Scale scale) throws SQLException, IOException {
    options.say("starting a server and filling its tables");
    try (Site site = Site.open(scale, true)) {
      return new GateBench(site, options::say).run();
    }
  }
}

package io.croft.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Brings the gates to the version of this Croft, and back to what is shipped. */
@Command(
    name = "upgrade",
    aliases = "install",
    description = {
      "Brings the roles, the gate of every database and the protection of every home to what this",
      "Croft ships; what is so already stays untouched. Tenants go on working. Repeatable.",
      "",
      "Example: croft gate upgrade --server eu-1 --dry-run",
      "Next: croft gate status"
    })
final class GateUpgrade implements Callable<Integer> {

  @Option(names = "--dry-run", description = "Show what would change, and change nothing.")
  private boolean dryRun;

  @Mixin private final ServerChoice servers = new ServerChoice();
  @Mixin private final CatalogOptions options;
  @Mixin private final OutputOptions output = new OutputOptions();
  private final Terminal terminal;

  GateUpgrade(Map<String, String> environment, Terminal terminal) {
    this.options = new CatalogOptions(environment);
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<GateView> gates;
    try (ControlPlane plane = options.open()) {
      List<String> chosen = servers.of(plane);
      if (!dryRun) {
        Progress progress = new Progress(output.err(), terminal);
        chosen.forEach(
            server ->
                plane
                    .serverGates()
                    .upgrade(server, database -> progress.say("  " + server + "/" + database)));
      }
      gates = plane.gates(chosen);
    }
    if (dryRun) {
      List<GateView> stale = gates.stream().filter(gate -> !gate.wellAndGood()).toList();
      output.writeText(
          stale,
          () ->
              stale.isEmpty()
                  ? "Every gate is as this Croft ships it.\n"
                  : "These would be upgraded:\n\n" + GateView.page(stale));
      return Exit.DONE.status();
    }
    output.writeText(gates, () -> GateView.page(gates));
    return gates.stream().allMatch(GateView::wellAndGood)
        ? Exit.DONE.status()
        : Exit.FAILED.status();
  }
}

package io.croft.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows how the gate stands in every database. */
@Command(
    name = "status",
    description = {
      "Shows the gate of every database: its version, what is not as shipped, and what the server",
      "withholds from it. Ends with 8 when a gate is of another version or has been changed.",
      "",
      "Example: croft gate status --server eu-1",
      "Next: croft gate upgrade, or croft doctor"
    })
final class GateStatusCommand implements Callable<Integer> {

  @Mixin private final ServerChoice servers = new ServerChoice();
  @Mixin private final CatalogOptions options;
  @Mixin private final OutputOptions output = new OutputOptions();

  GateStatusCommand(Map<String, String> environment) {
    options = new CatalogOptions(environment);
  }

  @Override
  public Integer call() {
    List<GateView> gates;
    try (ControlPlane plane = options.open()) {
      gates = plane.gates(servers.of(plane));
    }
    output.writeText(gates, () -> GateView.page(gates));
    return gates.stream().allMatch(GateView::wellAndGood)
        ? Exit.DONE.status()
        : Exit.FINDINGS.status();
  }
}

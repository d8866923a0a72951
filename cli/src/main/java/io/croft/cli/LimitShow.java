package io.croft.cli;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows what the tenants of a plan, or one tenant, may take. */
@Command(
    name = "show",
    description = {
      "Shows what the tenants of a plan, or one tenant, may take.",
      "",
      "Example: croft limit show --tenant acme"
    })
final class LimitShow implements Callable<Integer> {

  @ArgGroup(multiplicity = "1")
  private LimitTarget target = new LimitTarget();

  @Mixin private final CatalogOptions options;
  @Mixin private final OutputOptions output = new OutputOptions();

  LimitShow(Map<String, String> environment) {
    options = new CatalogOptions(environment);
  }

  @Override
  public Integer call() {
    List<LimitView> limits;
    try (ControlPlane plane = options.open()) {
      limits = target.show(plane);
    }
    output.write(limits, () -> LimitView.table(limits));
    return Exit.DONE.status();
  }
}

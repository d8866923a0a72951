package io.croft.cli;

import io.croft.catalog.Limits;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Changes what the tenants of a plan, or one tenant, may take. */
@Command(
    name = "set",
    description = {
      "Changes what the tenants of a plan, or one tenant, may take. Applications follow within",
      "seconds. A value is a number, none to lift the limit, or default to say nothing of it:",
      "then the plan decides. mode is enforced or dry-run, which only counts.",
      "",
      "Example: croft limit set --tenant acme requests-per-minute=500 statement-ms=none"
    })
final class LimitSet implements Callable<Integer> {

  private static final String NOTHING = "default";

  @ArgGroup(multiplicity = "1")
  private LimitTarget target = new LimitTarget();

  @Parameters(
      arity = "1..*",
      paramLabel = "LIMIT=VALUE",
      description = "See docs/limits.md, or croft limit show.")
  private List<String> changes = List.of();

  @Option(names = "--dry-run", description = "Show what would hold, and change nothing.")
  private boolean dryRun;

  @Mixin private final CatalogOptions options;
  @Mixin private final OutputOptions output = new OutputOptions();

  LimitSet(Map<String, String> environment) {
    options = new CatalogOptions(environment);
  }

  @Override
  public Integer call() {
    List<LimitView> limits;
    try (ControlPlane plane = options.open()) {
      Limits changed = target.own(plane);
      for (String change : changes) {
        changed = with(changed, change);
      }
      limits = target.preview(plane, changed);
      if (!dryRun) {
        target.save(plane, changed);
      }
    }
    output.write(limits, () -> LimitView.table(limits));
    return Exit.DONE.status();
  }

  private static Limits with(Limits limits, String change) {
    int equals = change.indexOf('=');
    if (equals < 0) {
      throw new CroftException(
          ErrorCode.ARGUMENT_INVALID,
          "\"" + change + "\" is no LIMIT=VALUE",
          "write it like requests-per-minute=500");
    }
    String value = change.substring(equals + 1);
    return limits.with(change.substring(0, equals), value.equals(NOTHING) ? null : value);
  }
}

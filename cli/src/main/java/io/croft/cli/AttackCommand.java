package io.croft.cli;

import io.croft.attack.Attack;
import io.croft.attack.AttackListener;
import io.croft.attack.AttackOptions;
import io.croft.attack.AttackReport;
import io.croft.attack.AttackSuite;
import io.croft.attack.Attacks;
import io.croft.attack.JUnitXml;
import io.croft.attack.LivePlan;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Attacks the isolation, on servers of its own or between canaries of a live system. */
@Command(
    name = "attack",
    description = {
      "Tries to reach one tenant from another, in every way that is known. With --embedded it starts"
          + " servers of its own and proves each attack by a control: where its one defence is"
          + " missing, it must succeed. Otherwise it attacks the servers of the catalog, between"
          + " canary tenants that it creates and removes, and leaves out what is not safe there."
          + " Ends with 8 when anything gets through.",
      "",
      "Example: croft attack --embedded --isolation pool --json"
    })
final class AttackCommand implements Callable<Integer> {

  @Option(names = "--embedded", description = "Attack servers of its own, with all controls.")
  private boolean embedded;

  @Option(
      names = "--isolation",
      paramLabel = "ISOLATION",
      split = ",",
      description = "Only in these: pool, schema, database (default: all).")
  private Set<Isolation> isolations = EnumSet.allOf(Isolation.class);

  @Option(
      names = "--only",
      paramLabel = "ID",
      split = ",",
      description = "Only these attacks (default: all).")
  private Set<String> only = new LinkedHashSet<>();

  @Option(names = "--list", description = "List the attacks and try none.")
  private boolean list;

  @Option(
      names = "--dry-run",
      description = "Say what would be created, tried and removed on the live system.")
  private boolean dryRun;

  @Option(
      names = "--junit",
      paramLabel = "FILE",
      description = "Write the results as JUnit XML as well.")
  private @Nullable Path junit;

  @Mixin private final CatalogOptions options;
  @Mixin private final OutputOptions output = new OutputOptions();
  private final Terminal terminal;

  AttackCommand(Map<String, String> environment, Terminal terminal) {
    this.options = new CatalogOptions(environment);
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    if (embedded && dryRun) {
      throw new CroftException(
          ErrorCode.ARGUMENT_INVALID,
          "--dry-run is for a live system, --embedded for servers of its own",
          "give one of them");
    }
    List<Attack> wanted = Attacks.named(only);
    if (list) {
      List<AttackView> views = wanted.stream().map(AttackView::of).toList();
      output.write(views, () -> AttackView.table(views));
      return Exit.DONE.status();
    }
    if (dryRun) {
      return plan();
    }
    AttackReport report = attack();
    writeJunit(report);
    AttackSummary summary = AttackSummary.of(report);
    output.write(summary, summary::text, summary::table);
    return report.isClean() ? Exit.DONE.status() : Exit.FINDINGS.status();
  }

  private AttackReport attack() {
    Progress progress = new Progress(output.err(), terminal);
    AttackListener listener = progress::say;
    try (Ending ending = Ending.watch()) {
      AttackOptions wanted =
          AttackOptions.all()
              .in(isolations)
              .only(only)
              .watched(listener, () -> isRequested(ending));
      if (embedded) {
        return AttackSuite.embedded(wanted);
      }
      try (ControlPlane plane = options.open()) {
        return AttackSuite.live(plane.catalog(), plane.homes(), plane.application(), wanted);
      }
    }
  }

  private static boolean isRequested(Ending ending) {
    try {
      return ending.await(Duration.ZERO);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  private int plan() {
    try (ControlPlane plane = options.open()) {
      LivePlan plan =
          AttackSuite.plan(
              plane.catalog(),
              plane.homes(),
              plane.application(),
              AttackOptions.all().in(isolations).only(only));
      output.write(
          plan,
          () -> {
            Table table = Table.of("server", "action", "what");
            plan.steps().forEach(step -> table.row(step.server(), step.action(), step.what()));
            return table;
          });
    }
    return Exit.DONE.status();
  }

  private void writeJunit(AttackReport report) {
    if (junit == null) {
      return;
    }
    try {
      JUnitXml.write(report, junit);
    } catch (IOException e) {
      throw new CroftException(
          ErrorCode.ARGUMENT_INVALID,
          "the results cannot be written to " + junit + ": " + e.getMessage(),
          "name a file in a directory that you may write to",
          e);
    }
  }
}

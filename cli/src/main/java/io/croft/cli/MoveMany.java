package io.croft.cli;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.move.BulkFilter;
import io.croft.move.BulkItem;
import io.croft.move.BulkMove;
import io.croft.move.BulkReport;
import io.croft.move.BulkTarget;
import io.croft.move.MoveMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Moves all tenants of a filter, some at once. */
@Command(
    name = "many",
    description = {
      "Moves all tenants of a plan, of a server or of an isolation while they are in use, some at",
      "once. Each move is put into the catalog when its turn has come: the same command again goes"
          + " on",
      "with what is left, and two at the same time share the work. Ctrl-C gives back what runs.",
      "",
      "Example: croft move many --plan standard --from-isolation pool --isolation schema --dry-run",
      "Next: croft move status, croft move watch"
    })
final class MoveMany implements Callable<Integer> {

  @Option(names = "--plan", paramLabel = "PLAN", description = "Only tenants of this plan.")
  private @Nullable String plan;

  @Option(
      names = "--from-server",
      paramLabel = "SERVER",
      description = "Only tenants that live on this server.")
  private @Nullable String fromServer;

  @Option(
      names = "--from-label",
      paramLabel = "KEY=VALUE",
      description = "Only tenants that live on servers with this label; may be repeated.")
  private Map<String, String> fromLabels = new LinkedHashMap<>();

  @Option(
      names = "--from-isolation",
      paramLabel = "ISOLATION",
      description = "Only tenants that are kept apart this way now: pool, schema or database.")
  private @Nullable Isolation fromIsolation;

  @Option(
      names = "--isolation",
      paramLabel = "ISOLATION",
      description = "pool, schema or database (default: as now).")
  private @Nullable Isolation isolation;

  @Option(
      names = "--server",
      paramLabel = "SERVER",
      description = "The server to move to (default: as now).")
  private @Nullable String server;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "fenced-copy or streamed (default: by each tenant's size).")
  private @Nullable MoveMode mode;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Move at most so many tenants (default: all).")
  private int limit = Integer.MAX_VALUE;

  @Option(
      names = "--at-once",
      paramLabel = "N",
      defaultValue = "2",
      description = "Move so many tenants at the same time (default: ${DEFAULT-VALUE}).")
  private int atOnce = 2;

  @Option(
      names = "--dry-run",
      description = "List who would be moved and who would not, and why. Changes nothing.")
  private boolean dryRun;

  @Mixin private final CatalogOptions options;
  @Mixin private final OutputOptions output = new OutputOptions();
  private final Terminal terminal;

  MoveMany(Map<String, String> environment, Terminal terminal) {
    this.options = new CatalogOptions(environment);
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    BulkFilter filter = new BulkFilter(plan, fromServer, fromLabels, fromIsolation);
    BulkTarget target = new BulkTarget(isolation, server, mode);
    requirePositive("--limit", limit);
    requirePositive("--at-once", atOnce);
    try (ControlPlane plane = options.open()) {
      BulkMove bulk = new BulkMove(plane.catalog(), plane.mover(), filter, target);
      return dryRun ? preview(bulk) : move(bulk);
    }
  }

  private static void requirePositive(String option, int value) {
    if (value < 1) {
      throw new CroftException(
          ErrorCode.ARGUMENT_INVALID, option + " is " + value, "give a number from 1 on");
    }
  }

  private int preview(BulkMove bulk) {
    List<BulkView.Row> rows = bulk.preview(limit).stream().map(BulkView.Row::of).toList();
    output.write(rows, () -> BulkView.table(rows));
    return Exit.DONE.status();
  }

  private int move(BulkMove bulk) {
    Progress progress = new Progress(output.err(), terminal);
    try (Ending ending = Ending.watch()) {
      BulkReport report =
          bulk.run(
              limit,
              atOnce,
              ControlPlane.worker(),
              ending::isRequested,
              item -> progress.say("  " + BulkView.Row.of(item).text()));
      BulkView view = BulkView.of(report);
      output.writeText(view, view::page);
      return exit(report, ending);
    }
  }

  private static int exit(BulkReport report, Ending ending) {
    if (ending.isRequested()) {
      return Exit.INTERRUPTED.status();
    }
    if (report.count(BulkItem.Outcome.FAILED) > 0) {
      return Exit.FAILED.status();
    }
    return report.count(BulkItem.Outcome.REFUSED) > 0 ? Exit.REFUSED.status() : Exit.DONE.status();
  }
}

package io.croft.cli;

import io.croft.watch.RoundReport;
import io.croft.watch.Watch;
import io.croft.watch.WatchLoop;
import io.croft.watch.WatchPlan;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Watches servers until it is told to end, or makes one round. */
@Command(
    name = "run",
    description = {
      "Proves on live servers that tenants are kept apart: canaries of Croft's own try to reach each",
      "other, round after round, until Ctrl-C. With --once it makes one round and ends with 8 unless",
      "all probes held. The first round plants the canaries; no row of a tenant is read.",
      "",
      "Example: croft watch run --once --server eu-1",
      "Next: croft watch status"
    })
final class WatchRun implements Callable<Integer> {

  private static final Duration FOREVER = Duration.ofDays(36_500);

  @Option(names = "--once", description = "Make one round over each server, and end.")
  private boolean once;

  @Option(
      names = "--dry-run",
      description = "Show what the next round would plant and probe, and change nothing.")
  private boolean dryRun;

  @Mixin private final WatchOptions watching = new WatchOptions();
  @Mixin private final ServerChoice servers = new ServerChoice();
  @Mixin private final CatalogOptions options;
  @Mixin private final OutputOptions output = new OutputOptions();
  private final Terminal terminal;

  WatchRun(Map<String, String> environment, Terminal terminal) {
    this.options = new CatalogOptions(environment);
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws InterruptedException {
    Duration interval = watching.interval();
    try (ControlPlane plane = options.open()) {
      Watch watch = plane.watch(watching.settings());
      if (dryRun) {
        return preview(watch, servers.of(plane));
      }
      try (Ending ending = Ending.watch()) {
        if (once) {
          return once(watch, servers.of(plane), ending);
        }
        watchUntil(ending, plane, watch, interval);
      }
    }
    return Exit.DONE.status();
  }

  private int preview(Watch watch, List<String> chosen) {
    List<WatchPlan> plans = chosen.stream().map(watch::plan).toList();
    output.write(
        plans,
        () -> {
          Table table = Table.of("server", "homes", "turn", "every home", "plants");
          plans.forEach(
              plan ->
                  table.row(
                      plan.server(),
                      plan.homes(),
                      plan.turn().size(),
                      RoundView.within(plan.withinRounds()),
                      plan.plant().isEmpty() ? "nothing" : String.join(", ", plan.plant())));
          return table;
        });
    return Exit.DONE.status();
  }

  private int once(Watch watch, List<String> chosen, Ending ending) {
    Progress progress = new Progress(output.err(), terminal);
    List<RoundView> rounds =
        chosen.stream()
            .peek(server -> progress.say("  " + server))
            .map(
                server ->
                    watch.round(
                        server, ControlPlane.worker(), watching.onAlarm(), ending::isRequested))
            .map(RoundView::of)
            .toList();
    output.writeText(rounds, () -> RoundView.page(rounds));
    return rounds.stream().allMatch(RoundView::allHeld)
        ? Exit.DONE.status()
        : Exit.FINDINGS.status();
  }

  private void watchUntil(Ending ending, ControlPlane plane, Watch watch, Duration interval)
      throws InterruptedException {
    List<String> known = servers.of(plane);
    new Progress(output.err(), terminal).say("  watching " + String.join(", ", known));
    WatchLoop loop =
        WatchLoop.start(
            watch,
            () -> servers.of(plane),
            ControlPlane.worker(),
            interval,
            watching.onAlarm(),
            this::write);
    try {
      ending.await(FOREVER);
    } finally {
      loop.close();
    }
  }

  private void write(RoundReport report) {
    RoundView view = RoundView.of(report);
    output.writeLine(view, () -> RoundView.page(List.of(view)));
  }
}

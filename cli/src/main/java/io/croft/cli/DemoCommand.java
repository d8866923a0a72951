package io.croft.cli;

import io.croft.demo.Demo;
import io.croft.demo.DemoListener;
import io.croft.demo.DemoOptions;
import io.croft.demo.DemoReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Runs the main job on real servers and checks every promise. */
@Command(
    name = "demo",
    description = {
      "Runs a booking platform with many tenants on PostgreSQL servers of its own, attacks it,"
          + " moves a busy tenant through all its homes, and checks every promise. Ends with 0 only"
          + " if all held.",
      "",
      "Example: croft demo --seconds 30 --json"
    })
final class DemoCommand implements Callable<Integer> {

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long clients work around the moves, at least 5 (default: 20).")
  private long seconds = DemoOptions.DEFAULT.traffic().toSeconds();

  @Option(
      names = "--tenants",
      paramLabel = "N",
      description = "How many businesses, at least 24 (default: 120).")
  private int tenants = DemoOptions.DEFAULT.tenants();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "What everything generated is drawn from (default: 42).")
  private long seed = DemoOptions.DEFAULT.seed();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Keep the servers' data in this new directory (default: removed at the end).")
  private @Nullable Path data;

  @Mixin private final OutputOptions output = new OutputOptions();
  private final Terminal terminal;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    DemoOptions options =
        new DemoOptions(Duration.ofSeconds(seconds), tenants, seed, Optional.ofNullable(data));
    DemoReport report = Demo.run(options, listener(new Progress(output.err(), terminal)));
    DemoSummary summary = new DemoSummary(report);
    output.write(report, summary::text, summary::table);
    return report.ok() ? Exit.DONE.status() : Exit.FAILED.status();
  }

  private static DemoListener listener(Progress progress) {
    return new DemoListener() {
      @Override
      public void phase(String title) {
        progress.say(title);
      }

      @Override
      public void detail(String text) {
        progress.say("  " + text);
      }
    };
  }
}

package io.croft.cli;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.watch.WatchSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of every command that watches. */
final class WatchOptions {

  @Option(
      names = "--interval",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "How long the watch pauses between two rounds (default: ${DEFAULT-VALUE}).")
  private long interval = 60;

  @Option(
      names = "--homes-per-round",
      paramLabel = "N",
      defaultValue = "50",
      description = {
        "How many schema and database homes of a server the watch probes in one round; its pool has",
        "its turn in every round (default: ${DEFAULT-VALUE})."
      })
  private int homesPerRound = 50;

  @Option(
      names = "--keep-days",
      paramLabel = "DAYS",
      defaultValue = "30",
      description = "How long history is kept in the catalog (default: ${DEFAULT-VALUE}).")
  private long keepDays = 30;

  @Option(
      names = "--on-alarm",
      paramLabel = "COMMAND",
      description = {
        "A command for sh, run once when an alarm or a blind spot begins and once when it ends. It",
        "finds one line of JSON on its standard input."
      })
  private @Nullable String command;

  /** Returns how long to pause between two rounds; {@code argument-invalid}. */
  Duration interval() {
    if (interval < 1) {
      throw new CroftException(
          ErrorCode.ARGUMENT_INVALID, "--interval is " + interval, "give seconds, 1 or more");
    }
    return Duration.ofSeconds(interval);
  }

  /** Returns how the watch works; {@code configuration-invalid}. */
  WatchSettings settings() {
    return WatchSettings.DEFAULT
        .withHomesPerRound(homesPerRound)
        .withRetention(Duration.ofDays(keepDays));
  }

  /** Returns what runs the command, or does nothing without one. */
  AlarmCommand onAlarm() {
    return new AlarmCommand(command);
  }
}

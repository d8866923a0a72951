package io.croft.cli;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Gives the pools a new seal key. */
@Command(
    name = "rotate-key",
    description = {
      "Gives each pool a new key for its seals. The old key stays good for a while; then routers",
      "take the new one by themselves. No transaction is interrupted.",
      "",
      "Example: croft gate rotate-key --server eu-1 --grace 600"
    })
final class GateRotate implements Callable<Integer> {

  /**
   * The change of one pool.
   *
   * @param key the id of the new key, null in a dry run
   */
  record Rotation(String server, @Nullable Integer key, long graceSeconds) {}

  @Option(
      names = "--grace",
      paramLabel = "SECONDS",
      defaultValue = "600",
      description = "How long the old key stays good (default: ${DEFAULT-VALUE}).")
  private long grace = 600;

  @Option(names = "--dry-run", description = "Show what would change, and change nothing.")
  private boolean dryRun;

  @Mixin private final ServerChoice servers = new ServerChoice();
  @Mixin private final CatalogOptions options;
  @Mixin private final OutputOptions output = new OutputOptions();

  GateRotate(Map<String, String> environment) {
    options = new CatalogOptions(environment);
  }

  @Override
  public Integer call() {
    if (grace < 0) {
      throw new CroftException(
          ErrorCode.ARGUMENT_INVALID, "--grace is negative: " + grace, "give seconds, 0 or more");
    }
    List<Rotation> rotations = new ArrayList<>();
    try (ControlPlane plane = options.open()) {
      for (String server : servers.of(plane)) {
        @Nullable Integer key =
            dryRun ? null : plane.serverGates().rotateSealKey(server, Duration.ofSeconds(grace));
        rotations.add(new Rotation(server, key, grace));
      }
    }
    output.write(
        rotations,
        () -> {
          Table table = Table.of("server", "new key", "old key ends after");
          rotations.forEach(
              one -> table.row(one.server(), one.key() == null ? "-" : one.key(), grace + " s"));
          return table;
        });
    return Exit.DONE.status();
  }
}

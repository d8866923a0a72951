package io.croft.cli;

import io.croft.catalog.ReaderLogins;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes its login from an application. */
@Command(
    name = "revoke",
    description = {
      "Drops the login by which an application reads the catalog, and ends its sessions. The",
      "application secret stays good: whoever has it still reaches the homes that it knows.",
      "",
      "Example: croft application revoke shop --dry-run"
    })
final class ApplicationRevoke implements Callable<Integer> {

  /**
   * What was done.
   *
   * @param sessionsEnded null in a dry run
   */
  private record Revoked(String login, boolean done, @Nullable Integer sessionsEnded) {}

  @Parameters(index = "0", paramLabel = "NAME", description = "The login.")
  private String login = "";

  @Option(names = "--dry-run", description = "Show what would be done, and change nothing.")
  private boolean dryRun;

  @Mixin private final CatalogOptions options;
  @Mixin private final OutputOptions output = new OutputOptions();

  ApplicationRevoke(Map<String, String> environment) {
    options = new CatalogOptions(environment);
  }

  @Override
  public Integer call() {
    Revoked revoked;
    try (ControlPlane plane = options.open()) {
      revoked = revoke(plane.catalog().readers());
    }
    output.write(
        revoked,
        () ->
            Table.of("login", "change", "sessions ended")
                .row(
                    login,
                    revoked.done() ? "revoked" : "would be revoked",
                    revoked.sessionsEnded() == null ? "-" : revoked.sessionsEnded()));
    return Exit.DONE.status();
  }

  private Revoked revoke(ReaderLogins logins) {
    if (dryRun) {
      logins.requireKnown(login);
      return new Revoked(login, false, null);
    }
    return new Revoked(login, true, logins.revoke(login, ControlPlane.actor()));
  }
}

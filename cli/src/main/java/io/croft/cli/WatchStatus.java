package io.croft.cli;

import io.croft.catalog.ProbeFilter;
import io.croft.catalog.ProbeStretch;
import io.croft.catalog.Proof;
import io.croft.catalog.WatchRound;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what the watch has found. */
@Command(
    name = "status",
    description = {
      "Shows the newest round over each server, and every alarm and blind spot that is open. Ends",
      "with 8 while one is open.",
      "",
      "Example: croft watch status --max-age 300",
      "Next: docs/watch.md tells what each probe means and what to do"
    })
final class WatchStatus implements Callable<Integer> {

  @Option(
      names = "--history",
      description = "Show every stretch of time in which a probe had one outcome, held too.")
  private boolean history;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many probes to list, the newest (default: ${DEFAULT-VALUE}).")
  private int limit = 1000;

  @Option(
      names = "--max-age",
      paramLabel = "SECONDS",
      description = "End with 8 also when a server has no complete round younger than this.")
  private @Nullable Long maxAge;

  @Mixin private final ServerChoice servers = new ServerChoice();
  @Mixin private final CatalogOptions options;
  @Mixin private final OutputOptions output = new OutputOptions();

  WatchStatus(Map<String, String> environment) {
    options = new CatalogOptions(environment);
  }

  /**
   * What is shown.
   *
   * @param unwatched servers without a complete round, or without one that is young enough
   */
  private record Shown(List<RoundView> rounds, List<String> unwatched, List<StretchView> probes) {

    private String page(boolean history) {
      StringBuilder page = new StringBuilder(RoundView.page(rounds));
      unwatched.forEach(server -> page.append("server %s is not watched%n".formatted(server)));
      if (probes.isEmpty()) {
        return page.append(history ? "" : "\nNo alarm and no blind spot is open.\n").toString();
      }
      return page.append('\n').append(StretchView.table(probes).render()).toString();
    }
  }

  @Override
  public Integer call() {
    Shown shown;
    boolean open;
    try (ControlPlane plane = options.open()) {
      List<String> chosen = servers.of(plane);
      Proof proof = plane.catalog().proof();
      List<WatchRound> rounds =
          proof.newestRounds().stream().filter(r -> chosen.contains(r.server())).toList();
      List<ProbeStretch> openNow = stretches(proof, chosen, ProbeFilter.open());
      List<ProbeStretch> listed = history ? stretches(proof, chosen, ProbeFilter.all()) : openNow;
      open = !openNow.isEmpty();
      shown =
          new Shown(
              rounds.stream().map(round -> RoundView.of(round, List.of())).toList(),
              unwatched(chosen, rounds),
              listed.stream().limit(limit).map(StretchView::of).toList());
    }
    output.writeText(shown, () -> shown.page(history));
    boolean old = maxAge != null && !shown.unwatched().isEmpty();
    return open || old ? Exit.FINDINGS.status() : Exit.DONE.status();
  }

  private List<ProbeStretch> stretches(Proof proof, List<String> chosen, ProbeFilter filter) {
    return chosen.stream()
        .flatMap(
            server -> proof.stretches(filter.on(server).withLimit(Math.max(1, limit))).stream())
        .toList();
  }

  private List<String> unwatched(List<String> chosen, List<WatchRound> rounds) {
    Instant oldest = maxAge == null ? Instant.MIN : Instant.now().minus(Duration.ofSeconds(maxAge));
    return chosen.stream()
        .filter(
            server -> {
              Optional<WatchRound> newest =
                  rounds.stream().filter(round -> round.server().equals(server)).findFirst();
              return newest.map(round -> round.started().isBefore(oldest)).orElse(true);
            })
        .toList();
  }
}

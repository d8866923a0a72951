package io.croft.attack;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.local.LocalFleet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * All attacks and controls on the servers of a local fleet, one after the other on each server: a
 * control that weakens a whole server meets nothing else there.
 */
final class OwnLanes {

  private static final String NO_DEFENCE = "a residual channel has no defence to remove";

  private final LocalFleet fleet;
  private final AttackOptions options;
  private final Queue<OwnRun> waiting = new ConcurrentLinkedQueue<>();
  private final Map<OwnRun, Tried> done = new ConcurrentHashMap<>();
  private final Map<OwnRun, String> places = new ConcurrentHashMap<>();

  OwnLanes(LocalFleet fleet, AttackOptions options) {
    this.fleet = fleet;
    this.options = options;
  }

  /** Runs everything that the options want; returns the results in the catalogue's order. */
  List<AttackResult> run(List<String> servers) {
    List<OwnRun> shipped = new ArrayList<>();
    for (Isolation isolation : Isolation.values()) {
      for (Attack attack : Attacks.named(options.only())) {
        if (options.isolations().contains(isolation) && attack.isolations().contains(isolation)) {
          shipped.add(new OwnRun(attack, isolation, false));
        }
      }
    }
    for (OwnRun run : shipped) {
      waiting.add(run);
      run.attack()
          .control(run.isolation())
          .ifPresent(any -> waiting.add(new OwnRun(run.attack(), run.isolation(), true)));
    }
    work(servers);
    return shipped.stream().map(this::result).toList();
  }

  private void work(List<String> servers) {
    Door door = options.door().apply(fleet.catalog());
    ExecutorService threads = Executors.newFixedThreadPool(servers.size());
    try {
      List<CompletableFuture<Void>> lanes =
          servers.stream()
              .map(name -> CompletableFuture.runAsync(() -> lane(name, door), threads))
              .toList();
      lanes.forEach(CompletableFuture::join);
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException known ? known : e;
    } finally {
      waiting.clear();
      threads.shutdown();
    }
  }

  private void lane(String name, Door door) {
    try (OwnServer server = OwnServer.prepare(fleet, name, door)) {
      for (@Nullable OwnRun run = waiting.poll(); run != null; run = waiting.poll()) {
        AttackSuite.checkStopped(options);
        Tried tried = run.on(server);
        done.put(run, tried);
        places.put(run, name);
        options.listener().say(line(run, tried));
      }
    } catch (SQLException e) {
      waiting.clear();
      throw new CroftException(
          ErrorCode.DATABASE_ERROR,
          "the attack suite cannot work on server %s: %s".formatted(name, e.getMessage()),
          "see the cause",
          e);
    }
  }

  private static String line(OwnRun run, Tried tried) {
    String what = run.isolation() + "  " + run.attack().id();
    Optional<Control> control = run.attack().control(run.isolation());
    return run.weak() && control.isPresent()
        ? "%s  without %s: %s".formatted(what, control.get(), tried.outcome().word())
        : "%s  %s".formatted(what, tried.outcome().word());
  }

  private AttackResult result(OwnRun run) {
    Tried tried = of(run).orElseThrow();
    Optional<Tried> weakened = of(new OwnRun(run.attack(), run.isolation(), true));
    return new AttackResult(
        run.attack(),
        run.isolation(),
        places.getOrDefault(run, ""),
        tried.outcome(),
        tried.evidence(),
        weakened.map(OwnLanes::judged).orElse(ControlOutcome.NOT_RUN_HERE),
        weakened.map(Tried::evidence).orElse(NO_DEFENCE),
        tried.millis());
  }

  private Optional<Tried> of(OwnRun run) {
    return Optional.ofNullable(done.get(run));
  }

  private static ControlOutcome judged(Tried weakened) {
    return weakened.outcome() == Outcome.THROUGH ? ControlOutcome.SUCCEEDS : ControlOutcome.FAILS;
  }
}

package io.croft.attack;

import io.croft.catalog.ControlCatalog;
import io.croft.catalog.Server;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.gate.ApplicationSecret;
import io.croft.home.ApplicationSchema;
import io.croft.home.Homes;
import io.croft.local.LocalFleet;
import io.croft.local.LocalFleetOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Runs the attacks of the catalogue. */
public final class AttackSuite {

  static final String ACTOR = "attack suite";

  private AttackSuite() {}

  /** Returns the application schema that attacks on servers of the suite's own want. */
  public static ApplicationSchema application() {
    return ApplicationSchema.of("classpath:io/croft/attack/migrations");
  }

  /**
   * Starts servers of the suite's own, tries every attack as shipped and with its control, and
   * stops the servers.
   *
   * @throws CroftException {@code argument-invalid} for an unknown attack; {@code interrupted} when
   *     told to stop; what the servers could not be started for
   */
  public static AttackReport embedded(AttackOptions options) {
    Attacks.named(options.only());
    options.listener().say("starting servers");
    try (LocalFleet fleet =
        LocalFleet.start(LocalFleetOptions.of(application()).volatileWrites().stoppedByOwner())) {
      return on(fleet, options);
    }
  }

  /**
   * The same on a fleet of the caller's, with the schema of {@link #application} and the servers
   * {@code eu-1} and {@code us-1}, which serves nothing else: the suite creates a plan, tenants and
   * databases there and does not remove them.
   */
  public static AttackReport on(LocalFleet fleet, AttackOptions options) {
    long begun = System.nanoTime();
    OwnServer.savePlan(fleet);
    AttackOptions orderly = options.watched(inTurn(options.listener()), options.stopped());
    List<AttackResult> results =
        new OwnLanes(fleet, orderly).run(List.of(LocalFleetOptions.EU, LocalFleetOptions.US));
    return new AttackReport(results, (System.nanoTime() - begun) / 1e6);
  }

  /**
   * Tries the safe attacks on every server of a live system, between canaries of its own. They are
   * removed at the end, also after a failure; what a killed run has left is removed first.
   *
   * @param homes of the same servers
   * @throws CroftException {@code operation-in-progress} when another run works on a server; {@code
   *     interrupted} when told to stop; {@code schema-differs} when a server has no table for
   *     canaries
   */
  public static AttackReport live(
      ControlCatalog catalog, Homes homes, ApplicationSecret secret, AttackOptions options) {
    long begun = System.nanoTime();
    Attacks.named(options.only());
    List<AttackResult> results = new ArrayList<>();
    for (Server server : catalog.servers()) {
      results.addAll(new LiveRun(catalog, homes, secret, server, options).run());
    }
    return new AttackReport(results, (System.nanoTime() - begun) / 1e6);
  }

  /** Returns what {@link #live} would do, without doing any of it. */
  public static LivePlan plan(
      ControlCatalog catalog, Homes homes, ApplicationSecret secret, AttackOptions options) {
    List<String> attacks =
        Attacks.named(options.only()).stream()
            .filter(attack -> attack.safety() == Safety.LIVE)
            .filter(attack -> !Collections.disjoint(attack.isolations(), options.isolations()))
            .map(Attack::id)
            .toList();
    List<LivePlan.Step> steps = new ArrayList<>();
    for (Server server : catalog.servers()) {
      steps.addAll(new LiveRun(catalog, homes, secret, server, options).plan());
    }
    return new LivePlan(steps, attacks);
  }

  private static AttackListener inTurn(AttackListener listener) {
    Object turn = new Object();
    return line -> {
      synchronized (turn) {
        listener.say(line);
      }
    };
  }

  static void checkStopped(AttackOptions options) {
    if (options.stopped().getAsBoolean()) {
      throw new CroftException(
          ErrorCode.INTERRUPTED,
          "the attack suite was interrupted",
          "run it again when you have the time");
    }
  }
}

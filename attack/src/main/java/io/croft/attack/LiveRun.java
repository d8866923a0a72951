package io.croft.attack;

import io.croft.catalog.ControlCatalog;
import io.croft.catalog.Server;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.gate.ApplicationSecret;
import io.croft.home.Homes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The safe attacks on one server of a live system, between canaries that are removed again. */
final class LiveRun {

  private static final String ALONE =
      "SELECT pg_try_advisory_lock(hashtextextended('croft attack', 0))";
  private static final String MAINTENANCE = "postgres";
  private static final String NOT_HERE = "it needs a server that Croft started itself";
  private static final String NO_CONTROL =
      "controls are applied on servers that Croft started itself";

  private final ControlCatalog catalog;
  private final ApplicationSecret secret;
  private final Server server;
  private final Canaries canaries;
  private final AttackOptions options;
  private final Door door;

  LiveRun(
      ControlCatalog catalog,
      Homes homes,
      ApplicationSecret secret,
      Server server,
      AttackOptions options) {
    this.catalog = catalog;
    this.secret = secret;
    this.server = server;
    this.canaries = new Canaries(catalog, homes, server);
    this.options = options;
    this.door = options.door().apply(catalog);
  }

  /** Removes what a killed run has left, attacks, and removes the canaries whatever happens. */
  List<AttackResult> run() {
    try (Connection alone = catalog.admin(server.name(), MAINTENANCE)) {
      if (!Sql.text(alone, ALONE).equals("t")) {
        throw new CroftException(
            ErrorCode.OPERATION_IN_PROGRESS,
            "another attack suite works on server " + server.name(),
            "wait for it to end");
      }
      canaries.removeAll();
      try {
        return attack();
      } finally {
        canaries.removeAll();
      }
    } catch (SQLException e) {
      throw new CroftException(
          ErrorCode.DATABASE_ERROR,
          "the attack suite cannot work on server %s: %s".formatted(server.name(), e.getMessage()),
          "see the cause",
          e);
    }
  }

  private List<AttackResult> attack() throws SQLException {
    String run = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
    List<AttackResult> results = new ArrayList<>();
    for (Isolation isolation : Isolation.values()) {
      if (!options.isolations().contains(isolation)) {
        continue;
      }
      AttackSuite.checkStopped(options);
      Placement attacker;
      Placement victim;
      try {
        attacker = canaries.create(Canaries.slug(run, isolation, "a"), isolation);
        victim = canaries.create(Canaries.slug(run, isolation, "v"), isolation);
      } catch (CroftException e) {
        if (e.code() != ErrorCode.ISOLATION_FORBIDDEN && e.code() != ErrorCode.SERVER_FULL) {
          throw e;
        }
        wanted(isolation)
            .forEach(a -> results.add(notRun(a, isolation, String.valueOf(e.getMessage()))));
        continue;
      }
      try (Ground ground = new Ground(attacker, victim, door, catalog, secret, Optional.empty())) {
        requireTable(ground);
        for (Attack attack : wanted(isolation)) {
          results.add(one(ground, attack));
        }
      }
    }
    return results;
  }

  private void requireTable(Ground ground) throws SQLException {
    try {
      ground.seed();
    } catch (SQLException e) {
      if (!"42P01".equals(e.getSQLState())) {
        throw e;
      }
      throw new CroftException(
          ErrorCode.SCHEMA_DIFFERS,
          "server %s has no table croft_canary for the suite's own tenants"
              .formatted(server.name()),
          "prepare the server with this version of Croft",
          e);
    }
  }

  private List<Attack> wanted(Isolation isolation) {
    return Attacks.named(options.only()).stream()
        .filter(attack -> attack.isolations().contains(isolation))
        .toList();
  }

  private AttackResult one(Ground ground, Attack attack) {
    if (attack.safety() != Safety.LIVE) {
      return notRun(attack, ground.isolation(), NOT_HERE);
    }
    AttackSuite.checkStopped(options);
    Tried tried = Tried.anew(ground, attack, Optional.empty(), Tried.Weakening.NONE);
    options
        .listener()
        .say(
            "%s  %s  %s  %s"
                .formatted(server.name(), ground.isolation(), attack.id(), tried.outcome().word()));
    return new AttackResult(
        attack,
        ground.isolation(),
        server.name(),
        tried.outcome(),
        tried.evidence(),
        ControlOutcome.NOT_RUN_HERE,
        NO_CONTROL,
        tried.millis());
  }

  private AttackResult notRun(Attack attack, Isolation isolation, String reason) {
    return new AttackResult(
        attack,
        isolation,
        server.name(),
        Outcome.NOT_RUN_HERE,
        reason,
        ControlOutcome.NOT_RUN_HERE,
        NO_CONTROL,
        0);
  }

  /** Returns what {@link #run} would do, without doing any of it. */
  List<LivePlan.Step> plan() {
    List<LivePlan.Step> steps = new ArrayList<>();
    canaries
        .present()
        .forEach(
            row ->
                steps.add(
                    new LivePlan.Step(
                        server.name(),
                        "remove",
                        "canary " + row.tenant().slug() + " of a killed run")));
    for (Isolation isolation : Isolation.values()) {
      if (options.isolations().contains(isolation)) {
        long safe = wanted(isolation).stream().filter(a -> a.safety() == Safety.LIVE).count();
        steps.add(
            new LivePlan.Step(
                server.name(),
                "create",
                "two canaries in a %s: %s and %s"
                    .formatted(
                        isolation,
                        "croft-canary-...-" + isolation + "-a",
                        "croft-canary-...-" + isolation + "-v")));
        steps.add(
            new LivePlan.Step(
                server.name(), "attack", "%d attacks in a %s".formatted(safe, isolation)));
      }
    }
    steps.add(new LivePlan.Step(server.name(), "remove", "the canaries, their homes and logins"));
    return steps;
  }
}

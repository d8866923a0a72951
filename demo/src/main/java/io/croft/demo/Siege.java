package io.croft.demo;

import io.croft.core.Isolation;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;

/** The forged context: from a home of each isolation against a victim of each isolation. */
final class Siege {

  private static final int ATTACKERS = 2;

  private final Platform platform;
  private final DataSource source;
  private final Interruption interruption;
  private final List<DemoReport.Attempt> attempts = new ArrayList<>();

  Siege(Platform platform, DataSource source, Interruption interruption) {
    this.platform = platform;
    this.source = source;
    this.interruption = interruption;
  }

  /** Tries everything; the fleet's quiet tenants attack and are attacked. */
  void run(Fleet fleet, DemoListener listener) throws SQLException {
    List<Forgery> corpus = Forgery.corpus();
    Map<Isolation, List<DemoReport.Attempt>> byAttacker = new ConcurrentHashMap<>();
    Parallel.forEach(
        ATTACKERS,
        List.of(Isolation.values()),
        from -> byAttacker.put(from, attackAll(from, fleet, corpus)));
    for (Isolation from : Isolation.values()) {
      List<DemoReport.Attempt> made = byAttacker.getOrDefault(from, List.of());
      attempts.addAll(made);
      listener.detail(
          "%d from a tenant's own connection in a %s home".formatted(made.size(), from));
    }
  }

  private List<DemoReport.Attempt> attackAll(Isolation from, Fleet fleet, List<Forgery> corpus)
      throws SQLException {
    List<DemoReport.Attempt> made = new ArrayList<>();
    Party attacker = party(fleet.quiet(from).get(0));
    for (Isolation against : Isolation.values()) {
      List<Business> quiet = fleet.quiet(against);
      Party victim = party(quiet.get(quiet.size() - 1));
      if (!victim.home().tenant().equals(attacker.home().tenant())) {
        interruption.check();
        made.addAll(attack(attacker, victim, corpus));
      }
    }
    return made;
  }

  private Party party(Business business) throws SQLException {
    return Party.of(platform, platform.placement(business.tenant()));
  }

  /** Tries everything from one home against one victim. */
  List<DemoReport.Attempt> attack(Party attacker, Party victim, List<Forgery> corpus)
      throws SQLException {
    List<Trick> tricks = new ArrayList<>(Forgery.tricks(corpus, attacker, victim));
    tricks.addAll(LoginTricks.against(platform, attacker, victim));
    tricks.addAll(new SealTricks(platform.sealer(), attacker, victim).all());
    return new Trial(source, platform, attacker, victim).run(tricks);
  }

  DemoReport.Forgeries report() {
    return new DemoReport.Forgeries(attempts.size(), (int) through(), List.copyOf(attempts));
  }

  private long through() {
    return attempts.stream().filter(DemoReport.Attempt::through).count();
  }

  /** Returns what came through, in words. */
  List<String> remarks() {
    return attempts.stream()
        .filter(DemoReport.Attempt::through)
        .map(a -> "through: %s, from %s against %s".formatted(a.title(), a.from(), a.against()))
        .toList();
  }
}

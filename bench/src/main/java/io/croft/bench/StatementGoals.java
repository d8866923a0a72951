package io.croft.bench;

import static io.croft.bench.Workload.LOOKUP;
import static io.croft.bench.Workload.LOOKUPS_5;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What the design wants statements on warm connections to cost. */
final class StatementGoals {

  private static final List<Goal> ALL =
      List.of(
          new Goal("schema home, read", LOOKUP, Ways.SCHEMA, DataWays.SCHEMA_BARE, 1.03),
          new Goal("database home, read", LOOKUP, Ways.DATABASE, DataWays.DATABASE_BARE, 1.03),
          new Goal("pool, another tenant every time", LOOKUP, Ways.POOL, Ways.LIMIT, 2.0),
          new Goal("pool, the same tenant", LOOKUP, Ways.POOL_SAME, Ways.LIMIT, 1.3),
          new Goal("pool, five statements", LOOKUPS_5, Ways.POOL, Ways.SETTING, 1.25),
          ahead("pool", Ways.POOL, PeerWays.SPRING_SETTING),
          ahead("pool", Ways.POOL, PeerWays.SHARDING),
          ahead("pool, Hibernate", PeerWays.HIBERNATE_POOL, PeerWays.HIBERNATE_TENANT),
          ahead("schema homes", DataWays.SCHEMAS, PeerWays.SPRING_PATH),
          ahead("schema homes, Hibernate", PeerWays.HIBERNATE_SCHEMAS, PeerWays.HIBERNATE_SCHEMA));

  private StatementGoals() {}

  private static Goal ahead(String where, String way, String peer) {
    return new Goal("ahead of peers, " + where, LOOKUP, way, peer, 1.0);
  }

  /** Adds a verdict for each goal; every way that one names must have been measured. */
  static void judge(Map<Workload, Map<String, Series>> measured, Findings findings) {
    for (Goal goal : ALL) {
      Map<String, Series> named = Objects.requireNonNull(measured.get(goal.workload()));
      Series way = Objects.requireNonNull(named.get(goal.way()), goal.way());
      Series base = Objects.requireNonNull(named.get(goal.base()), goal.base());
      Ratio latency = Ratio.of(way.medians(), base.medians());
      findings.add(Outcome.atMost(goal.most(), "", goal.text(), goal.base(), latency));
    }
  }
}

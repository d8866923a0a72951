package io.croft.bench;

import static io.croft.bench.Ways.ALONE;
import static io.croft.bench.Ways.DATABASE;
import static io.croft.bench.Ways.GATE;
import static io.croft.bench.Ways.GATE_ONE;
import static io.croft.bench.Ways.LIMIT;
import static io.croft.bench.Ways.POOL;
import static io.croft.bench.Ways.POOL_SAME;
import static io.croft.bench.Ways.SCHEMA;
import static io.croft.bench.Ways.SETTING;
import static io.croft.bench.Workload.JOIN;
import static io.croft.bench.Workload.LOOKUP;
import static io.croft.bench.Workload.LOOKUPS_20;
import static io.croft.bench.Workload.LOOKUPS_5;
import static io.croft.bench.Workload.SCAN;
import static io.croft.bench.Workload.UPDATE;
import static io.croft.bench.Workload.UPDATE_ASYNC;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The goals of the design, and whether a run has met them. */
final class Goals {

  private static final List<Goal> ALL =
      List.of(
          new Goal("pool, another tenant every time", LOOKUP, POOL, LIMIT, 2.0),
          new Goal("the same by the gate alone, one flight", LOOKUP, GATE_ONE, LIMIT, 2.0),
          new Goal("pool, the same tenant", LOOKUP, POOL_SAME, LIMIT, 1.3),
          new Goal("pool, five lookups", LOOKUPS_5, POOL, SETTING, 1.3),
          new Goal("the same by the gate alone", LOOKUPS_5, GATE, SETTING, 1.3),
          new Goal("pool, twenty lookups", LOOKUPS_20, POOL, SETTING, 1.15),
          new Goal("the same by the gate alone", LOOKUPS_20, GATE, SETTING, 1.15),
          new Goal("pool, join of four tables", JOIN, POOL, SETTING, 1.2),
          new Goal("the same by the gate alone", JOIN, GATE, SETTING, 1.2),
          new Goal("pool, wide scan", SCAN, POOL, SETTING, 1.05),
          new Goal("the same by the gate alone", SCAN, GATE, SETTING, 1.05),
          new Goal("schema, read in autocommit", LOOKUP, SCHEMA, ALONE, 1.0),
          new Goal("database, read in autocommit", LOOKUP, DATABASE, ALONE, 1.0),
          new Goal("schema, write of one row", UPDATE, SCHEMA, ALONE, 1.1),
          new Goal("database, write of one row", UPDATE, DATABASE, ALONE, 1.1),
          new Goal("schema, write, commit not awaited", UPDATE_ASYNC, SCHEMA, ALONE, 1.1));

  /** What two equal things may differ by in one run, so that 1.0 can be met at all. */
  private static final double RESOLUTION = 0.03;

  private Goals() {}

  /** Returns the verdict on every goal whose two ways were measured. */
  static List<Verdict> judge(List<Series> measured) {
    Map<String, Series> known = new TreeMap<>();
    measured.forEach(one -> known.put(key(one.workload(), one.way().name()), one));
    List<Verdict> verdicts = new ArrayList<>();
    for (Goal goal : ALL) {
      Series way = known.get(key(goal.workload(), goal.way()));
      Series base = known.get(key(goal.workload(), goal.base()));
      if (way != null && base != null) {
        verdicts.add(Verdict.of(goal, way, base, RESOLUTION));
      }
    }
    return verdicts;
  }

  private static String key(Workload workload, String way) {
    return workload.id() + "/" + way;
  }
}

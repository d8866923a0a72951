package io.croft.demo;

import io.croft.core.Isolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Sees to it that a check which was not made does not pass for one that held. */
final class Verdict {

  private static final int HOPS = 5;
  private static final int WRITES = 100;

  /** A fence is shorter than the time between two requests of a client: no hop meets every one. */
  private static final int CLIENTS_AT_FENCES = 8;

  private Verdict() {}

  /** Returns what was not shown, in words. */
  static List<String> gaps(
      DemoOptions options,
      Map<String, DemoReport.Provisioning> provisioning,
      DemoReport.Invoices invoices,
      DemoReport.Forgeries forgeries,
      List<DemoReport.Hop> hops,
      DemoReport.Bulk bulk) {
    List<String> gaps = new ArrayList<>();
    int homes = provisioning.values().stream().mapToInt(DemoReport.Provisioning::count).sum();
    if (provisioning.size() != 3 || homes != options.tenants()) {
      gaps.add("not every business was given a home in all three isolations: " + provisioning);
    }
    if (invoices.checked() < options.tenants()) {
      gaps.add("%d bills were checked, fewer than there are tenants".formatted(invoices.checked()));
    }
    for (Isolation from : Isolation.values()) {
      if (forgeries.attempts().stream().noneMatch(a -> a.from().equals(from.word()))) {
        gaps.add("nothing was tried from a %s home".formatted(from));
      }
    }
    if (hops.size() != HOPS) {
      gaps.add("the busy tenant made %d of %d moves".formatted(hops.size(), HOPS));
    }
    for (DemoReport.Hop hop : hops) {
      if (hop.acknowledged() < WRITES) {
        gaps.add(
            "%s to %s@%s: %d writes are too few to show anything"
                .formatted(hop.from(), hop.to(), hop.server(), hop.acknowledged()));
      }
    }
    int met = hops.stream().mapToInt(hop -> hop.pauseMillis().threads()).sum();
    if (met < CLIENTS_AT_FENCES) {
      gaps.add("%d clients met a fence in all moves, too few to show anything".formatted(met));
    }
    if (bulk.moved() != bulk.tenants()) {
      gaps.add("%d of %d small tenants were promoted".formatted(bulk.moved(), bulk.tenants()));
    }
    return gaps;
  }
}

package io.croft.jdbc;

import io.croft.core.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Makes a {@link Snapshot} of all servers, and counts the errors of tenants that have been on none.
 * Each server is looked at by itself, so that none waits for another. Thread-safe.
 */
final class Observation {

  private final WatchedCatalog catalog;
  private final Collection<ServerConnections> servers;
  private final ConcurrentHashMap<ErrorKind, Long> nowhere = new ConcurrentHashMap<>();

  /**
   * @param servers those that were reached for, as they become more
   */
  Observation(WatchedCatalog catalog, Collection<ServerConnections> servers) {
    this.catalog = catalog;
    this.servers = servers;
  }

  /** Counts an error of a tenant that was on no server yet: for all such tenants together. */
  void failedNowhere(ErrorKind kind) {
    nowhere.merge(kind, 1L, Long::sum);
  }

  Snapshot snapshot(int most) {
    List<TenantId> costliest = costliest(most);
    List<ServerSnapshot> seen = new ArrayList<>();
    Map<TenantId, Usage> usages = new HashMap<>();
    Usage total = ofNowhere();
    for (ServerConnections server : servers) {
      Ledger.Page page = server.ledger().read(costliest);
      seen.add(page.server());
      total = total.plus(page.server().usage());
      page.tenants().forEach((tenant, usage) -> usages.merge(tenant, usage, Usage::plus));
    }
    List<TenantSnapshot> tenants = new ArrayList<>();
    Usage other = total;
    for (TenantId tenant : costliest) {
      @Nullable Usage usage = usages.get(tenant);
      if (usage != null) {
        tenants.add(new TenantSnapshot(tenant, usage));
        other = other.minus(usage);
      }
    }
    seen.sort(Comparator.comparing(ServerSnapshot::server));
    return new Snapshot(seen, tenants, other, catalog.snapshot());
  }

  /** A tenant that has moved is on two servers. */
  private List<TenantId> costliest(int most) {
    if (most == 0) {
      return List.of();
    }
    return servers.stream()
        .flatMap(server -> server.ledger().costliest(most).stream())
        .collect(
            Collectors.groupingBy(
                Tallies.Cost::tenant, Collectors.summingLong(Tallies.Cost::nanos)))
        .entrySet()
        .stream()
        .sorted(Map.Entry.<TenantId, Long>comparingByValue().reversed())
        .limit(most)
        .map(Map.Entry::getKey)
        .toList();
  }

  private Usage ofNowhere() {
    Usage none = Usage.NONE;
    return new Usage(0, 0, none.waited(), none.held(), 0, 0, nowhere);
  }
}

package io.croft.move;

import io.croft.catalog.ControlCatalog;
import io.croft.catalog.Operation;
import io.croft.catalog.OperationFilter;
import io.croft.catalog.OperationKind;
import io.croft.catalog.OperationState;
import io.croft.catalog.Tenant;
import io.croft.catalog.TenantFilter;
import io.croft.catalog.TenantRow;
import io.croft.core.TenantId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The tenants of a bulk move: first those whose move was begun and has not ended well, who may live
 * where they are to live already; then all that live where the filter says, by their slugs.
 */
final class BulkCandidates {

  private static final int PAGE = 500;
  private static final int MOST_BEGUN = 10_000;
  private static final String CANARY = "croft-canary-";

  private final ControlCatalog catalog;
  private final BulkFilter filter;
  private final BulkTarget target;

  BulkCandidates(ControlCatalog catalog, BulkFilter filter, BulkTarget target) {
    this.catalog = catalog;
    this.filter = filter;
    this.target = target;
  }

  List<TenantRow> list() {
    Optional<Set<String>> servers = filter.servers(catalog);
    Map<TenantId, TenantRow> found = new LinkedHashMap<>();
    for (OperationState state :
        List.of(OperationState.RUNNING, OperationState.PENDING, OperationState.FAILED)) {
      begun(state, servers).forEach(row -> found.putIfAbsent(row.tenant().id(), row));
    }
    if (servers.isEmpty()) {
      living(null).forEach(row -> found.putIfAbsent(row.tenant().id(), row));
    } else {
      servers.get().stream()
          .sorted()
          .flatMap(server -> living(server).stream())
          .forEach(row -> found.putIfAbsent(row.tenant().id(), row));
    }
    // Canaries belong to the homes that are watched.
    return found.values().stream()
        .filter(row -> !row.tenant().slug().value().startsWith(CANARY))
        .toList();
  }

  private List<TenantRow> living(@Nullable String server) {
    List<TenantRow> all = new ArrayList<>();
    TenantFilter page =
        new TenantFilter(null, filter.plan(), server, filter.isolation(), null, PAGE);
    List<TenantRow> rows = catalog.tenants(page);
    while (!rows.isEmpty()) {
      all.addAll(rows);
      rows = catalog.tenants(page.withAfter(rows.get(rows.size() - 1).tenant().slug()));
    }
    return all;
  }

  private List<TenantRow> begun(OperationState state, Optional<Set<String>> servers) {
    List<TenantRow> rows = new ArrayList<>();
    for (Operation move :
        catalog
            .operations()
            .list(new OperationFilter(OperationKind.MOVE, state, null, MOST_BEGUN))) {
      MovePlan plan = MovePlan.of(move.tenant(), move.spec());
      if (target.matches(plan)) {
        Optional<Tenant> tenant = catalog.tenant(move.tenant());
        tenant
            .filter(one -> filter.admits(one, plan.route().from(), servers))
            .flatMap(one -> catalog.placement(one.id()).map(home -> new TenantRow(one, home)))
            .ifPresent(rows::add);
      }
    }
    return rows;
  }
}

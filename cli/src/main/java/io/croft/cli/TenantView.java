package io.croft.cli;

import io.croft.catalog.Tenant;
import io.croft.core.Placement;
import org.jspecify.annotations.Nullable;

/**
 * A tenant as the command line shows it.
 *
 * @param region the only region where it may live, null for any
 * @param home where it lives
 */
record TenantView(
    String id,
    String slug,
    String name,
    String plan,
    @Nullable String region,
    String status,
    HomeView home) {

  /** Returns the view of a tenant that lives there. */
  static TenantView of(Tenant tenant, Placement placement) {
    return new TenantView(
        tenant.id().toString(),
        tenant.slug().value(),
        tenant.name(),
        tenant.plan(),
        tenant.region(),
        tenant.status().word(),
        HomeView.of(placement));
  }

  /** Returns a table for tenants, with the columns that {@link #addTo} fills. */
  static Table table() {
    return Table.of("slug", "plan", "status", "isolation", "server", "epoch", "name", "id");
  }

  /** Adds this tenant to a table of tenants and returns the table. */
  Table addTo(Table table) {
    return table.row(slug, plan, status, home.isolation(), home.server(), home.epoch(), name, id);
  }
}

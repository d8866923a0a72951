package io.croft.jdbc;

import java.util.List;

/**
 * The numbers of a {@link CroftDataSource} at one moment.
 *
 * @param servers those that this process has reached for so far, by name
 * @param tenants the costliest ones of late, the costliest first: by database time, where what is
 *     five minutes old counts half
 * @param other all tenants that are not listed together, those of the past among them
 * @param catalog whether the catalog answers
 */
public record Snapshot(
    List<ServerSnapshot> servers,
    List<TenantSnapshot> tenants,
    Usage other,
    CatalogSnapshot catalog) {

  /** Copies the lists. */
  public Snapshot {
    servers = List.copyOf(servers);
    tenants = List.copyOf(tenants);
  }

  /** Returns what all tenants have used and met together: it never decreases. */
  public Usage total() {
    return tenants.stream().map(TenantSnapshot::usage).reduce(other, Usage::plus);
  }
}

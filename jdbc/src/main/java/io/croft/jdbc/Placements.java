package io.croft.jdbc;

import io.croft.catalog.Catalog;
import io.croft.catalog.Tenant;
import io.croft.catalog.TenantStatus;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where each tenant lives, as far as this process knows: a cache over the catalog that only ever
 * moves to larger epochs. It may lag; the gate of a left home says so.
 */
final class Placements {

  private final Catalog catalog;
  private final Consumer<Placement> superseded;
  private final ConcurrentHashMap<TenantId, Placement> known = new ConcurrentHashMap<>();

  /**
   * @param superseded told each placement that a later one has replaced
   */
  Placements(Catalog catalog, Consumer<Placement> superseded) {
    this.catalog = catalog;
    this.superseded = superseded;
  }

  /** Returns the placement that is known, or else what the catalog says. */
  Placement of(TenantId tenant) throws SQLException {
    @Nullable Placement placement = known.get(tenant);
    return placement == null ? refresh(tenant) : placement;
  }

  /** Returns the largest epoch that is known, 0 when none is. */
  long epoch(TenantId tenant) {
    @Nullable Placement placement = known.get(tenant);
    return placement == null ? 0 : placement.epoch();
  }

  /** Asks the catalog and returns the placement with the largest epoch known after that. */
  Placement refresh(TenantId tenant) throws SQLException {
    try {
      Tenant found = catalog.tenant(tenant).orElseThrow(() -> unknown(tenant));
      requireActive(found);
      return learn(catalog.placement(tenant).orElseThrow(() -> unknown(tenant)));
    } catch (CroftException e) {
      throw Errors.of(e);
    }
  }

  /** Takes in a placement that a gate or the catalog has named; returns the one that holds. */
  Placement learn(Placement news) {
    @Nullable Placement[] old = new Placement[1];
    Placement now =
        known.merge(
            news.tenant(),
            news,
            (before, after) -> {
              old[0] = after.epoch() > before.epoch() ? before : null;
              return after.epoch() > before.epoch() ? after : before;
            });
    if (old[0] != null) {
      superseded.accept(old[0]);
    }
    return now;
  }

  private static void requireActive(Tenant tenant) {
    if (tenant.status() == TenantStatus.ERASED) {
      throw unknown(tenant.id());
    }
    if (tenant.status() != TenantStatus.ACTIVE) {
      throw new CroftException(
          ErrorCode.TENANT_NOT_ACTIVE,
          "tenant " + tenant.id() + " is " + tenant.status().word() + ", not active",
          "activate the tenant before its application uses it");
    }
  }

  private static CroftException unknown(TenantId tenant) {
    return new CroftException(
        ErrorCode.TENANT_UNKNOWN,
        "the catalog has no tenant " + tenant,
        "create the tenant, or correct what resolves it");
  }
}

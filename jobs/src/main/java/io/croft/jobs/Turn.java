package io.croft.jobs;

import io.croft.catalog.Catalog;
import io.croft.catalog.Tenant;
import io.croft.catalog.TenantStatus;
import io.croft.core.Access;
import io.croft.core.TenantScope;
import org.jspecify.annotations.Nullable;

/**
 * How the turn of one tenant ended.
 *
 * @param found the tenant as it was when its turn came
 * @param failure what its work has thrown; null when it is done or was not begun
 */
record Turn(Agenda.Item item, Tenant found, @Nullable Throwable failure) {

  /** Looks how the tenant stands now and does its work, in its scope, when it is active. */
  static Turn take(Agenda.Item item, Catalog catalog, Access access, TenantWork work) {
    Tenant found = item.tenant();
    try {
      found = catalog.tenant(item.tenant().id()).orElseGet(() -> gone(item.tenant()));
      if (found.status() == TenantStatus.ACTIVE) {
        Tenant tenant = found;
        TenantScope.run(tenant.id(), access, () -> work.run(tenant));
      }
      return new Turn(item, found, null);
    } catch (Throwable e) {
      return new Turn(item, found, e);
    }
  }

  private static Tenant gone(Tenant listed) {
    return new Tenant(
        listed.id(),
        listed.slug(),
        listed.name(),
        listed.plan(),
        listed.region(),
        TenantStatus.ERASED);
  }

  boolean isDone() {
    return failure == null && found.status() == TenantStatus.ACTIVE;
  }

  boolean isSkipped() {
    return failure == null && found.status() != TenantStatus.ACTIVE;
  }
}

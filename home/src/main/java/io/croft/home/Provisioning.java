package io.croft.home;

import io.croft.catalog.ControlCatalog;
import io.croft.catalog.NewTenant;
import io.croft.catalog.Plan;
import io.croft.catalog.Tenant;
import io.croft.catalog.TenantStatus;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.util.Optional;

/**
 * Makes a tenant: its row in the catalog, its home, and then its status {@code active}. The status
 * {@code provisioning} is the record of what is unfinished: killed anywhere, run again with the
 * same tenant or with {@link #complete}, it completes. Thread-safe.
 */
public final class Provisioning {

  private final ControlCatalog catalog;
  private final Homes homes;

  public Provisioning(ControlCatalog catalog, Homes homes) {
    this.catalog = catalog;
    this.homes = homes;
  }

  /**
   * Creates the tenant and returns it, active.
   *
   * @param isolation empty for the default of its plan
   * @param server empty for the least full one that its plan and region allow
   * @throws CroftException {@code slug-taken}, {@code plan-unknown}, {@code server-unknown}, {@code
   *     isolation-forbidden}, {@code region-forbidden}, {@code server-full}: then nothing was made;
   *     {@code server-unreachable}: then the tenant stays in provisioning and can be completed
   */
  public Tenant provision(
      NewTenant tenant, Optional<Isolation> isolation, Optional<String> server, String actor) {
    Plan plan = catalog.plan(tenant.plan());
    String place =
        server.orElseGet(() -> catalog.choose(plan, Optional.ofNullable(tenant.region())).name());
    Tenant created =
        catalog.createTenant(tenant, isolation.orElse(plan.defaultIsolation()), place, actor);
    return complete(created, actor);
  }

  /** Completes a tenant whose provisioning was interrupted; {@code tenant-unknown}. */
  public Tenant complete(TenantId id, String actor) {
    return complete(
        catalog
            .tenant(id)
            .orElseThrow(
                () ->
                    new CroftException(
                        ErrorCode.TENANT_UNKNOWN,
                        "there is no tenant " + id,
                        "see croft tenant list")),
        actor);
  }

  private Tenant complete(Tenant tenant, String actor) {
    if (tenant.status() != TenantStatus.PROVISIONING) {
      return tenant;
    }
    Placement placement = catalog.placement(tenant.id()).orElseThrow();
    homes.create(placement);
    return catalog.activate(tenant.id(), actor);
  }
}

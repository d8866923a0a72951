package io.croft.spring;

import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.jdbc.CatalogSnapshot;
import io.croft.jdbc.CroftDataSource;
import io.croft.jdbc.ServerSnapshot;
import io.croft.jdbc.Snapshot;
import io.croft.jdbc.Usage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;

/**
 * What {@code /actuator/croft} tells of this process, and {@code /actuator/croft/<tenant>} of where
 * it takes a tenant's requests. It changes nothing.
 */
@Endpoint(id = "croft")
final class CroftEndpoint {

  private static final int COSTLIEST = 20;

  private final CroftDataSource source;

  CroftEndpoint(CroftDataSource source) {
    this.source = source;
  }

  /**
   * What this process has used of its servers.
   *
   * @param tenants what the costliest of late have used, by identity
   * @param other what all others have used
   */
  record State(
      CatalogSnapshot catalog,
      List<ServerSnapshot> servers,
      Map<String, Usage> tenants,
      Usage other) {}

  /** Where this process takes the requests of a tenant. */
  record Home(String tenant, String isolation, String server, long epoch) {}

  @ReadOperation
  State state() {
    Snapshot now = source.snapshot(COSTLIEST);
    Map<String, Usage> tenants = new LinkedHashMap<>();
    now.tenants().forEach(one -> tenants.put(one.tenant().toString(), one.usage()));
    return new State(now.catalog(), now.servers(), tenants, now.other());
  }

  @ReadOperation
  Home home(@Selector String tenant) {
    Placement home = source.placement(TenantId.of(tenant));
    return new Home(home.tenant().toString(), home.isolation().word(), home.server(), home.epoch());
  }
}

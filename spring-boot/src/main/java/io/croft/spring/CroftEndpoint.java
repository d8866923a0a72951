package io.croft.spring;

import io.croft.core.CroftException;
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
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

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

  /** Why there is nothing to tell of a tenant. */
  record Refusal(String code, String detail) {}

  @ReadOperation
  State state() {
    Snapshot now = source.snapshot(COSTLIEST);
    Map<String, Usage> tenants = new LinkedHashMap<>();
    now.tenants().forEach(one -> tenants.put(one.tenant().toString(), one.usage()));
    return new State(now.catalog(), now.servers(), tenants, now.other());
  }

  /** Tells, where this process takes no requests of a tenant, why: 400, 404 or 503. */
  @ReadOperation
  WebEndpointResponse<Object> home(@Selector String tenant) {
    try {
      Placement home = source.placement(TenantId.of(tenant));
      return new WebEndpointResponse<>(
          new Home(home.tenant().toString(), home.isolation().word(), home.server(), home.epoch()));
    } catch (CroftException e) {
      return new WebEndpointResponse<>(
          new Refusal(e.code().code(), e.getMessage() + "; " + e.hint()), status(e));
    }
  }

  private static int status(CroftException e) {
    return switch (e.code()) {
      case TENANT_ID_INVALID -> WebEndpointResponse.STATUS_BAD_REQUEST;
      case TENANT_UNKNOWN, TENANT_NOT_ACTIVE -> WebEndpointResponse.STATUS_NOT_FOUND;
      case CATALOG_UNREACHABLE -> WebEndpointResponse.STATUS_SERVICE_UNAVAILABLE;
      default -> throw e;
    };
  }
}

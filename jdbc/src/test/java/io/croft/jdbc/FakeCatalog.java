package io.croft.jdbc;

import io.croft.catalog.Catalog;
import io.croft.catalog.Endpoint;
import io.croft.catalog.Tenant;
import io.croft.catalog.TenantStatus;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A catalog in memory that counts how often it is asked for a placement. */
final class FakeCatalog implements Catalog {

  private final Map<TenantId, Placement> placements = new ConcurrentHashMap<>();
  private final Map<TenantId, TenantStatus> statuses = new ConcurrentHashMap<>();
  private final Map<String, Endpoint> endpoints = new ConcurrentHashMap<>();
  final AtomicInteger asked = new AtomicInteger();

  void put(Endpoint endpoint) {
    endpoints.put(endpoint.server(), endpoint);
  }

  void put(Placement placement) {
    placements.put(placement.tenant(), placement);
  }

  void put(TenantId tenant, TenantStatus status) {
    statuses.put(tenant, status);
  }

  @Override
  public Optional<Tenant> tenant(TenantId id) {
    TenantStatus status = statuses.getOrDefault(id, TenantStatus.ACTIVE);
    return Optional.ofNullable(placements.get(id))
        .map(any -> new Tenant(id, Slug.of("tenant"), "Tenant", "free", null, status));
  }

  @Override
  public Optional<Tenant> tenant(Slug slug) {
    return Optional.empty();
  }

  @Override
  public Optional<Placement> placement(TenantId id) {
    asked.incrementAndGet();
    return Optional.ofNullable(placements.get(id));
  }

  @Override
  public Endpoint endpoint(String server) {
    return Optional.ofNullable(endpoints.get(server))
        .orElseThrow(
            () -> new CroftException(ErrorCode.SERVER_UNKNOWN, "no server " + server, "add it"));
  }

  @Override
  public void close() {}
}

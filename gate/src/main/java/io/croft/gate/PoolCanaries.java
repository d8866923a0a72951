package io.croft.gate;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Two tenants of Croft's own in the pool of each server, between which the isolation is proved.
 * They are gate rows and one row of {@code croft_canary} each, and unknown to the catalog of
 * tenants: they take no capacity, follow no plan and cannot be moved.
 */
public final class PoolCanaries {

  private static final int COUNT = 2;

  private PoolCanaries() {}

  /**
   * Returns the homes of the canaries in the pool of {@code server}, always the same. Their
   * identities are no secret: to enter as one of them takes a seal, as for any tenant.
   */
  public static List<Placement> of(String server) {
    return IntStream.rangeClosed(1, COUNT).mapToObj(number -> home(server, number)).toList();
  }

  /** Returns whether the tenant is a canary of the pool of {@code server}. */
  public static boolean include(String server, TenantId tenant) {
    return of(server).stream().anyMatch(home -> home.tenant().equals(tenant));
  }

  private static Placement home(String server, int number) {
    String name = "croft canary.v1:" + server + ":" + number;
    // A name-based UUID has another version than the random ones of real tenants.
    UUID id = UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8));
    return Placement.of(new TenantId(id), Isolation.POOL, server, 1);
  }
}

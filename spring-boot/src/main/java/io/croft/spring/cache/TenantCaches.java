package io.croft.spring.cache;

import io.croft.core.TenantId;
import java.util.Objects;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cache.CacheManager;

/** What an operator does with the caches of an application, in no scope. Thread-safe. */
public final class TenantCaches {

  private final ObjectProvider<CacheManager> managers;

  TenantCaches(ObjectProvider<CacheManager> managers) {
    this.managers = managers;
  }

  /**
   * Removes everything that is cached of a tenant, of all accesses and from before all moves; of no
   * other tenant anything. It is for the erasure of a tenant, which can be read from no cache any
   * more, but would take up room there.
   *
   * <p>Caches in memory are those of this process. Of Redis and the like it reaches the caches
   * whose names this process knows: those of {@code spring.cache.cache-names}, and those that it
   * has used. It blocks; over Redis, for a time that grows with the keys of the server.
   *
   * @param tenant whose; nothing happens for one of which nothing is cached
   */
  public void evict(TenantId tenant) {
    managers.stream()
        .flatMap(
            manager ->
                manager.getCacheNames().stream().map(manager::getCache).filter(Objects::nonNull))
        .map(Apart::tenants)
        .filter(Objects::nonNull)
        .forEach(cache -> cache.clear(tenant));
  }
}

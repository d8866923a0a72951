package io.croft.spring.cache;

import io.croft.core.TenantScope;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.support.NoOpCache;
import org.springframework.cache.transaction.TransactionAwareCacheDecorator;
import org.springframework.util.ClassUtils;

/** Makes caches such that they keep tenants apart. Thread-safe. */
final class Apart {

  private static final boolean TRANSACTIONS =
      ClassUtils.isPresent(
          "org.springframework.cache.transaction.TransactionAwareCacheDecorator",
          Apart.class.getClassLoader());

  private final Spaces spaces;
  private final Set<String> shared;
  private final Prefixes prefixes = new Prefixes();

  /**
   * @param shared names of the caches that are left as they are
   */
  Apart(Spaces spaces, Set<String> shared) {
    this.spaces = spaces;
    this.shared = shared;
  }

  /**
   * Returns a cache that keeps tenants apart, over {@code cache}; itself when it does so already,
   * or is shared.
   */
  Cache of(Cache cache) {
    if (cache instanceof TenantCache || cache instanceof SpaceCache || cache instanceof NoOpCache) {
      return cache;
    }
    if (TRANSACTIONS && cache instanceof TransactionAwareCacheDecorator decorator) {
      // What waits for the end of a transaction knows its tenant from before: a transaction that is
      // not of tenants may end in no scope, or in that of another.
      return of(decorator.getTargetCache()) instanceof TenantCache tenants
          ? tenants.around(TransactionAwareCacheDecorator::new)
          : cache;
    }
    boolean isShared = shared.contains(cache.getName());
    prefixes.add(cache, isShared);
    return isShared ? cache : new TenantCache(cache, Stores.of(cache), spaces);
  }

  /** The same, for one piece of work of this thread's scope, which may end on another thread. */
  Cache ofThisScope(Cache cache) {
    return of(cache) instanceof TenantCache tenants && TenantScope.current().isPresent()
        ? tenants.here()
        : of(cache);
  }

  /** Returns the cache of tenants in {@code cache}, null when it is none. */
  static @Nullable TenantCache tenants(Cache cache) {
    return cache instanceof TenantCache found ? found : null;
  }
}

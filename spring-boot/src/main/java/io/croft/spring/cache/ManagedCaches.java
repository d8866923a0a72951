package io.croft.spring.cache;

import io.croft.core.TenantScope;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;

/** Lets a manager of caches hand out only such as keep tenants apart. */
final class ManagedCaches implements MethodInterceptor {

  /** A cache, and what is handed out in its place. */
  private record Pair(Cache cache, Cache apart) {}

  private final CacheManager manager;
  private final Supplier<Apart> apart;
  private final Map<String, Pair> known = new ConcurrentHashMap<>();

  ManagedCaches(CacheManager manager, Supplier<Apart> apart) {
    this.manager = manager;
    this.apart = apart;
  }

  @Override
  public @Nullable Object invoke(MethodInvocation call) throws Throwable {
    if (call.getMethod().getName().equals("resetCaches") && TenantScope.current().isPresent()) {
      resetOwn();
      return null;
    }
    @Nullable Object result = call.proceed();
    return result instanceof Cache cache ? apart(cache) : result;
  }

  private Cache apart(Cache cache) {
    @Nullable Pair pair = known.get(cache.getName());
    // A manager may have made a cache anew.
    if (pair == null || pair.cache() != cache) {
      pair = new Pair(cache, apart.get().of(cache));
      known.put(cache.getName(), pair);
    }
    return pair.apart();
  }

  /** A tenant empties what is its own. */
  private void resetOwn() {
    for (String name : manager.getCacheNames()) {
      @Nullable Cache cache = manager.getCache(name);
      @Nullable TenantCache tenants = cache == null ? null : Apart.tenants(apart(cache));
      if (tenants != null) {
        tenants.clear();
      }
    }
  }
}

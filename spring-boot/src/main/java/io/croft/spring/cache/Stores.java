package io.croft.spring.cache;

import com.github.benmanes.caffeine.cache.LoadingCache;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.util.Map;
import org.springframework.cache.Cache;
import org.springframework.cache.concurrent.ConcurrentMapCache;
import org.springframework.util.ClassUtils;

/** Tells of what kind a cache is. */
final class Stores {

  private static final boolean REDIS = isPresent("org.springframework.data.redis.cache.RedisCache");
  private static final boolean JCACHE = isPresent("javax.cache.Cache");

  private Stores() {}

  private static boolean isPresent(String type) {
    return ClassUtils.isPresent(type, Stores.class.getClassLoader());
  }

  /**
   * @throws CroftException {@code configuration-invalid} for a kind in which the entries of one
   *     tenant could not be told from those of others
   */
  @SuppressWarnings("unchecked")
  static Store of(Cache cache) {
    if (cache instanceof ConcurrentMapCache map) {
      return new MapStore(map.getNativeCache(), false);
    }
    if (REDIS && RedisStore.fits(cache)) {
      return RedisStore.of(cache);
    }
    Object entries = cache.getNativeCache();
    if (entries instanceof LoadingCache) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "cache \"%s\" loads its entries by itself, in the scope of no tenant"
              .formatted(cache.getName()),
          "let methods compute them (@Cacheable), without a CacheLoader; or name the cache in"
              + " croft.cache.shared when they belong to no tenant");
    }
    if (entries instanceof com.github.benmanes.caffeine.cache.Cache<?, ?> caffeine) {
      return new MapStore((Map<Object, Object>) (Map<?, ?>) caffeine.asMap(), false);
    }
    if (entries instanceof Map<?, ?> map) {
      return new MapStore((Map<Object, Object>) map, true);
    }
    if (JCACHE && JCacheStore.fits(entries)) {
      return JCacheStore.of(entries);
    }
    throw new CroftException(
        ErrorCode.CONFIGURATION_INVALID,
        "cache \"%s\" is of a kind in which Croft cannot find the entries of one tenant: %s"
            .formatted(cache.getName(), cache.getClass().getName()),
        "use Caffeine, Redis, JCache or a map; or name the cache in croft.cache.shared when its"
            + " entries belong to no tenant");
  }
}

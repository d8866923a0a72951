package io.croft.spring.cache;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.util.HashMap;
import java.util.Map;
import org.springframework.cache.Cache;
import org.springframework.data.redis.cache.RedisCache;
import org.springframework.util.ClassUtils;

/**
 * How the keys of each cache in Redis begin. What a caller gives as a key of a shared cache must
 * not lead into the entries of a tenant: where the keys of shared cache {@code a} begin with {@code
 * a::}, the key {@code b::...} would be one of the cache {@code a::b}. Thread-safe.
 */
final class Prefixes {

  private static final boolean REDIS =
      ClassUtils.isPresent(
          "org.springframework.data.redis.cache.RedisCache", Prefixes.class.getClassLoader());

  private final Map<String, Boolean> known = new HashMap<>();

  /**
   * @throws CroftException {@code configuration-invalid} when keys of a shared cache could be those
   *     of one that is not
   */
  void add(Cache cache, boolean shared) {
    if (REDIS && cache instanceof RedisCache redis) {
      var settings = redis.getCacheConfiguration();
      add(settings.usePrefix() ? settings.getKeyPrefixFor(redis.getName()) : "", shared);
    }
  }

  synchronized void add(String prefix, boolean shared) {
    known.forEach(
        (other, otherIsShared) -> {
          if (shared != otherIsShared
              && (shared ? other.startsWith(prefix) : prefix.startsWith(other))) {
            throw new CroftException(
                ErrorCode.CONFIGURATION_INVALID,
                "keys of a shared cache begin with \"%s\" in Redis, and those of one that is not with \"%s\""
                    .formatted(shared ? prefix : other, shared ? other : prefix),
                "give the caches names, or prefixes, of which none begins with the other");
          }
        });
    known.put(prefix, shared);
  }
}

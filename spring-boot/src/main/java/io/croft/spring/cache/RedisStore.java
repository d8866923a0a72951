package io.croft.spring.cache;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.TenantId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.springframework.cache.Cache;
import org.springframework.data.redis.cache.RedisCache;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisKeyCommands;
import org.springframework.data.redis.core.Cursor;
import org.springframework.data.redis.core.ScanOptions;

/**
 * Entries in Redis, under {@code <cache>::<tenant>:<epoch>:<key>}, with {@code <tenant>/<access>}
 * where that is not full. Values, times to live and the prefix of the cache are the application's.
 *
 * <p>A tenant's entries are found by SCAN, which goes over all keys of the server in small steps
 * and holds nobody up, and removed by UNLINK, some hundreds at a time.
 */
final class RedisStore implements Store {

  private static final int BATCH = 500;

  private final Texts cache;

  private RedisStore(RedisCache cache) {
    this.cache = new Texts(cache);
  }

  /** Has the application's own way to write keys, which is not public. */
  private static final class Texts extends RedisCache {

    Texts(RedisCache cache) {
      super(cache.getName(), cache.getNativeCache(), cache.getCacheConfiguration());
    }

    String text(Object key) {
      return convertKey(key);
    }

    byte[] bytes(String key) {
      return serializeCacheKey(createCacheKey(key));
    }

    byte[] pattern(String pattern) {
      return serializeCacheKey(pattern);
    }

    String prefix() {
      return getCacheConfiguration().getKeyPrefixFor(getName());
    }
  }

  static boolean fits(Cache cache) {
    return cache instanceof RedisCache;
  }

  /**
   * @throws CroftException {@code configuration-invalid} when keys do not begin with their cache
   */
  static Store of(Cache cache) {
    RedisCache redis = (RedisCache) cache;
    if (!redis.getCacheConfiguration().usePrefix()) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "the keys of cache \"%s\" do not begin with its name, and could be those of any other"
              .formatted(cache.getName()),
          "remove spring.cache.redis.use-key-prefix=false, or disableKeyPrefix()");
    }
    return new RedisStore(redis);
  }

  @Override
  public Object key(Space space, Object key) {
    return space.prefix() + cache.text(key);
  }

  @Override
  public boolean isAmongProcesses() {
    return true;
  }

  @Override
  public void remove(Collection<Space> spaces, Object key) {
    String text = cache.text(key);
    byte[][] keys =
        spaces.stream().map(space -> cache.bytes(space.prefix() + text)).toArray(byte[][]::new);
    cache.getNativeCache().execute(connection -> connection.keyCommands().unlink(keys));
  }

  @Override
  public boolean clear(TenantId tenant) {
    // What follows a tenant is its epoch or its access.
    byte[] pattern = cache.pattern(Globs.literal(cache.prefix() + tenant) + "[:/]*");
    return cache.getNativeCache().<Boolean>execute(connection -> clear(connection, pattern));
  }

  private static boolean clear(RedisConnection connection, byte[] pattern) {
    ScanOptions options = ScanOptions.scanOptions().match(pattern).count(BATCH).build();
    if (!(connection instanceof RedisClusterConnection cluster)) {
      return clear(connection.keyCommands(), connection.keyCommands().scan(options));
    }
    boolean any = false;
    for (RedisClusterNode node : cluster.clusterGetNodes()) {
      if (node.isMaster()) {
        any |= clear(cluster.keyCommands(), cluster.scan(node, options));
      }
    }
    return any;
  }

  private static boolean clear(RedisKeyCommands commands, Cursor<byte[]> matching) {
    boolean any = false;
    try (Cursor<byte[]> found = matching) {
      List<byte[]> batch = new ArrayList<>(BATCH);
      while (found.hasNext()) {
        batch.add(found.next());
        if (batch.size() == BATCH || !found.hasNext()) {
          any = true;
          commands.unlink(batch.toArray(byte[][]::new));
          batch.clear();
        }
      }
    }
    return any;
  }
}

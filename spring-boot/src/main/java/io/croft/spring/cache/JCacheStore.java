package io.croft.spring.cache;

import io.croft.core.TenantId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import javax.cache.Cache;

/** Entries of a cache of JSR 107, which may be anywhere. */
final class JCacheStore implements Store {

  private final Cache<Object, Object> cache;

  private JCacheStore(Cache<Object, Object> cache) {
    this.cache = cache;
  }

  static boolean fits(Object nativeCache) {
    return nativeCache instanceof Cache;
  }

  @SuppressWarnings("unchecked")
  static Store of(Object nativeCache) {
    return new JCacheStore((Cache<Object, Object>) nativeCache);
  }

  @Override
  public Object key(Space space, Object key) {
    return TenantKey.of(space, key);
  }

  @Override
  public boolean isAmongProcesses() {
    return true;
  }

  @Override
  public void remove(Collection<Space> spaces, Object key) {
    Set<Object> keys = new HashSet<>();
    spaces.forEach(space -> keys.add(key(space, key)));
    cache.removeAll(keys);
  }

  @Override
  public boolean clear(TenantId tenant) {
    UUID id = tenant.value();
    Set<Object> found = new HashSet<>();
    cache.forEach(
        entry -> {
          if (entry.getKey() instanceof TenantKey of && of.tenant().equals(id)) {
            found.add(of);
          }
        });
    cache.removeAll(found);
    return !found.isEmpty();
  }
}

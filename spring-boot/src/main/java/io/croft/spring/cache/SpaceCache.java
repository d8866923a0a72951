package io.croft.spring.cache;

import io.croft.core.TenantScope;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;

/**
 * A cache as the code of one space sees it, for one piece of work: what the work computes belongs
 * to the space in which it began, whatever thread ends it. It holds no other entries.
 *
 * <p>A value that was computed across a move is not kept. One that is put without having been
 * missed is a change, and removes what code of another access, or at another epoch, has under the
 * same key.
 */
final class SpaceCache implements Cache {

  private final Cache cache;
  private final Store store;
  private final Spaces spaces;
  private final Space space;
  private final Set<Object> missed = ConcurrentHashMap.newKeySet();

  SpaceCache(Cache cache, Store store, Spaces spaces, Space space) {
    this.cache = cache;
    this.store = store;
    this.spaces = spaces;
    this.space = space;
  }

  @Override
  public String getName() {
    return cache.getName();
  }

  /** Returns this: what is below knows no tenants. */
  @Override
  public Object getNativeCache() {
    return this;
  }

  private Object own(Object key) {
    return store.key(space, key);
  }

  private boolean serves() {
    return spaces.keeps(space);
  }

  /** Also asks anew whether the tenant may be used: this may be long after the beginning. */
  private boolean keeps() {
    return spaces.isPresent(space) && serves();
  }

  private void removeBeside(Object key) {
    var others = spaces.beside(space, store.isAmongProcesses());
    if (!others.isEmpty()) {
      store.remove(others, key);
    }
  }

  @Override
  public @Nullable ValueWrapper get(Object key) {
    @Nullable ValueWrapper found = serves() ? cache.get(own(key)) : null;
    if (found == null) {
      missed.add(key);
    }
    return found;
  }

  @Override
  public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
    @Nullable T found = serves() ? cache.get(own(key), type) : null;
    if (found == null) {
      missed.add(key);
    }
    return found;
  }

  /** The work runs in the scope of who asks for it: a cache may run it on a thread of its own. */
  @Override
  public <T> @Nullable T get(Object key, Callable<T> loader) {
    if (serves()) {
      return cache.get(own(key), TenantScope.capture().wrapCallable(loader));
    }
    try {
      return loader.call();
    } catch (Exception e) {
      throw new ValueRetrievalException(key, loader, e);
    }
  }

  @Override
  public @Nullable CompletableFuture<?> retrieve(Object key) {
    @Nullable CompletableFuture<?> coming = serves() ? cache.retrieve(own(key)) : null;
    if (coming == null) {
      missed.add(key);
      return null;
    }
    return coming.whenComplete(
        (found, error) -> {
          if (found == null) {
            missed.add(key);
          }
        });
  }

  /** As above. */
  @Override
  public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> loader) {
    return serves()
        ? cache.retrieve(own(key), TenantScope.capture().wrapSupplier(loader))
        : loader.get();
  }

  @Override
  public void put(Object key, @Nullable Object value) {
    boolean change = !missed.remove(key);
    if (keeps()) {
      cache.put(own(key), value);
    }
    if (change) {
      removeBeside(key);
    }
  }

  @Override
  public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
    return keeps() ? cache.putIfAbsent(own(key), value) : null;
  }

  @Override
  public void evict(Object key) {
    if (serves()) {
      cache.evict(own(key));
    }
    removeBeside(key);
  }

  @Override
  public boolean evictIfPresent(Object key) {
    boolean found = serves() && cache.evictIfPresent(own(key));
    removeBeside(key);
    return found;
  }

  @Override
  public void clear() {
    store.clear(space.tenant());
  }

  @Override
  public boolean invalidate() {
    return store.clear(space.tenant());
  }
}

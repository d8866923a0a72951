package io.croft.spring.cache;

import io.croft.core.TenantId;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;

/**
 * A cache that is another one for each tenant and access: each call sees the entries of the scope
 * in which it is made. Outside of a scope it refuses with {@code no-tenant-in-scope}. It may be
 * kept and shared, in whatever scope it was taken.
 */
final class TenantCache implements Cache {

  private final Cache cache;
  private final Store store;
  private final Spaces spaces;
  private final UnaryOperator<Cache> around;

  TenantCache(Cache cache, Store store, Spaces spaces) {
    this(cache, store, spaces, UnaryOperator.identity());
  }

  private TenantCache(Cache cache, Store store, Spaces spaces, UnaryOperator<Cache> around) {
    this.cache = cache;
    this.store = store;
    this.spaces = spaces;
    this.around = around;
  }

  /** Returns the same with something around the cache of each scope, which may delay its calls. */
  TenantCache around(UnaryOperator<Cache> more) {
    return new TenantCache(cache, store, spaces, more);
  }

  /** Returns the cache as this thread's scope sees it, also when that is over. */
  Cache here() {
    return around.apply(new SpaceCache(cache, store, spaces, spaces.here()));
  }

  /** Returns what is below, which knows no tenants. */
  Cache target() {
    return cache;
  }

  /** Removes all entries of a tenant, in whatever scope. */
  void clear(TenantId tenant) {
    store.clear(tenant);
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

  @Override
  public @Nullable ValueWrapper get(Object key) {
    return here().get(key);
  }

  @Override
  public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
    return here().get(key, type);
  }

  @Override
  public <T> @Nullable T get(Object key, Callable<T> loader) {
    return here().get(key, loader);
  }

  @Override
  public @Nullable CompletableFuture<?> retrieve(Object key) {
    return here().retrieve(key);
  }

  @Override
  public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> loader) {
    return here().retrieve(key, loader);
  }

  @Override
  public void put(Object key, @Nullable Object value) {
    here().put(key, value);
  }

  @Override
  public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
    return here().putIfAbsent(key, value);
  }

  @Override
  public void evict(Object key) {
    here().evict(key);
  }

  @Override
  public boolean evictIfPresent(Object key) {
    return here().evictIfPresent(key);
  }

  @Override
  public void clear() {
    here().clear();
  }

  @Override
  public boolean invalidate() {
    return here().invalidate();
  }
}

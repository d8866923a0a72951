package io.croft.spring;

import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.spring.notes.Note;
import io.croft.spring.notes.Notes;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.annotation.CacheKey;
import javax.cache.annotation.CacheRemoveAll;
import javax.cache.annotation.CacheResult;
import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import reactor.core.publisher.Mono;

/** Keeps a tenant's first note in a cache, in each way that there is, and knows no tenants. */
@EnableCaching
class CachedNotes {

  static final String CACHE = "first";

  private final Notes notes;
  private final CacheManager manager;
  private final Cache kept;
  private final AtomicInteger computed = new AtomicInteger();

  private final Map<String, CompletableFuture<String>> pending = new ConcurrentHashMap<>();

  CachedNotes(Notes notes, CacheManager manager) {
    this.notes = notes;
    this.manager = manager;
    this.kept = Objects.requireNonNull(manager.getCache(CACHE));
  }

  /** Returns how often something was computed. */
  int computed() {
    return computed.get();
  }

  private String compute() {
    computed.incrementAndGet();
    return notes.findAll().get(0).getText();
  }

  /** By a thread that is in no scope. */
  private CompletableFuture<String> computeLater() {
    String value = compute();
    Executor later = CompletableFuture.delayedExecutor(20, TimeUnit.MILLISECONDS);
    return CompletableFuture.supplyAsync(() -> value, later);
  }

  @Cacheable(cacheNames = CACHE, key = "#id")
  public String byKey(String id) {
    return compute();
  }

  @Cacheable(CACHE)
  public String byGeneratedKey(String id) {
    return compute();
  }

  @Cacheable(cacheNames = CACHE, key = "#id", sync = true)
  public String inTurn(String id) {
    return compute();
  }

  @Cacheable(cacheNames = CACHE, key = "#id")
  public CompletableFuture<String> future(String id) {
    return computeLater();
  }

  @Cacheable(cacheNames = CACHE, key = "#id", sync = true)
  public CompletableFuture<String> futureInTurn(String id) {
    return computeLater();
  }

  @Cacheable(cacheNames = CACHE, key = "#id")
  public Mono<String> mono(String id) {
    return Mono.fromFuture(computeLater());
  }

  @CacheResult(cacheName = CACHE)
  public String byStandard(@CacheKey String id) {
    return compute();
  }

  @Cacheable(cacheNames = CACHE, key = "#id")
  public CompletableFuture<String> promised(String id) {
    return pending.computeIfAbsent(id, same -> new CompletableFuture<>());
  }

  @CachePut(cacheNames = CACHE, key = "#id")
  public CompletableFuture<String> promisedChange(String id) {
    return pending.computeIfAbsent(id, same -> new CompletableFuture<>());
  }

  @CachePut(cacheNames = CACHE, key = "#id")
  public String changed(String id, String value) {
    return value;
  }

  @CacheEvict(cacheNames = CACHE, key = "#id")
  public void forget(String id) {}

  @CacheEvict(cacheNames = CACHE, allEntries = true)
  public void forgetAll() {}

  @CacheEvict(cacheNames = CACHE, allEntries = true, beforeInvocation = true)
  public void forgetAllAtOnce() {}

  @CacheRemoveAll(cacheName = CACHE)
  public void forgetAllByStandard() {}

  @Cacheable("countries")
  public String shared(String id) {
    computed.incrementAndGet();
    return "of nobody";
  }

  /** Returns the cache as whoever needs it once asks for it. */
  Cache cache() {
    return Objects.requireNonNull(manager.getCache(CACHE));
  }

  /** Returns the cache that was taken when there was no tenant. */
  Cache kept() {
    return kept;
  }

  boolean isPromised(String id) {
    return pending.containsKey(id);
  }

  /** Ends what has been promised under that key. */
  void keep(String id, String value) {
    Objects.requireNonNull(pending.remove(id)).complete(value);
  }

  /** Returns what the cache has for a tenant. */
  @Nullable Object cached(TenantId tenant, String id) {
    return TenantScope.call(tenant, () -> Optional.ofNullable(cache().get(id)))
        .map(Cache.ValueWrapper::get)
        .orElse(null);
  }

  /** Reads and writes as code does that knows no annotations. */
  String look(Cache cache, String id) {
    @Nullable String found = cache.get(id, String.class);
    if (found != null) {
      return found;
    }
    String value = compute();
    cache.put(id, value);
    return value;
  }

  @Nullable String load(String id) {
    return cache().get(id, this::compute);
  }

  void add(String text) {
    notes.save(new Note(text));
  }
}

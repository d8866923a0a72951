package io.croft.spring.cache;

import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.boot.util.LambdaSafe;
import org.springframework.cache.Cache;

/** The meters of a cache of tenants are those of the cache below, for all tenants together. */
final class TenantCacheMeters implements CacheMeterBinderProvider<TenantCache> {

  private final Supplier<List<CacheMeterBinderProvider<?>>> others;

  /**
   * @param others may contain this
   */
  TenantCacheMeters(Supplier<List<CacheMeterBinderProvider<?>>> others) {
    this.others = others;
  }

  @Override
  @SuppressWarnings("unchecked")
  public @Nullable MeterBinder getMeterBinder(TenantCache cache, Iterable<Tag> tags) {
    Cache target = cache.target();
    return LambdaSafe.callbacks(
            CacheMeterBinderProvider.class,
            others.get().stream().filter(other -> other != this).toList(),
            target)
        .withLogger(TenantCacheMeters.class)
        .invokeAnd(other -> other.getMeterBinder(target, tags))
        .map(MeterBinder.class::cast)
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}

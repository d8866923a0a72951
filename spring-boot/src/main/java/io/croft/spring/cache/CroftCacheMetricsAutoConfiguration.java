package io.croft.spring.cache;

import io.micrometer.core.instrument.binder.MeterBinder;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.cache.autoconfigure.metrics.CacheMetricsAutoConfiguration;
import org.springframework.boot.cache.metrics.CacheMeterBinderProvider;
import org.springframework.context.annotation.Bean;

/** Keeps the meters of caches that keep tenants apart. */
@AutoConfiguration(
    after = CroftCacheAutoConfiguration.class,
    before = CacheMetricsAutoConfiguration.class)
@ConditionalOnClass({MeterBinder.class, CacheMeterBinderProvider.class})
@ConditionalOnBean(CacheGuard.class)
final class CroftCacheMetricsAutoConfiguration {

  @Bean
  TenantCacheMeters croftTenantCacheMeters(ObjectProvider<CacheMeterBinderProvider<?>> others) {
    return new TenantCacheMeters(() -> others.stream().toList());
  }
}

package io.croft.spring.cache;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.cache.actuate.endpoint.CachesEndpoint;
import org.springframework.boot.cache.autoconfigure.CachesEndpointAutoConfiguration;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Bean;

/**
 * Gives the endpoint of caches what is below: it tells of what kind they are, and an operator, who
 * is in no scope, empties them for all tenants.
 */
@AutoConfiguration(
    after = CroftCacheAutoConfiguration.class,
    before = CachesEndpointAutoConfiguration.class)
@ConditionalOnClass({CachesEndpoint.class, ConditionalOnAvailableEndpoint.class})
@ConditionalOnBean(CacheGuard.class)
@ConditionalOnAvailableEndpoint(CachesEndpoint.class)
final class CroftCachesEndpointAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  CachesEndpoint cachesEndpoint(ConfigurableListableBeanFactory beans) {
    Map<String, CacheManager> below = new LinkedHashMap<>();
    SimpleAutowireCandidateResolver.resolveAutowireCandidates(beans, CacheManager.class)
        .forEach((name, manager) -> below.put(name, below(manager)));
    return new CachesEndpoint(below);
  }

  private static CacheManager below(CacheManager manager) {
    return AopProxyUtils.getSingletonTarget(manager) instanceof CacheManager target
        ? target
        : manager;
  }
}

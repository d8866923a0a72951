package io.croft.spring.cache;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Which caches are not per tenant, and whom the others serve.
 *
 * @param shared Caches of what belongs to no tenant, such as countries; all others are per tenant.
 * @param accesses Accesses below full that have entries of their own; code of any other is served
 *     by no cache.
 */
@ConfigurationProperties("croft.cache")
record CroftCacheProperties(@Nullable Set<String> shared, @Nullable Set<String> accesses) {

  Set<String> sharedNames() {
    return shared == null ? Set.of() : shared;
  }

  Set<String> accessWords() {
    return accesses == null ? Set.of() : accesses;
  }
}

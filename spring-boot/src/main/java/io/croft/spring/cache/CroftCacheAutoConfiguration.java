package io.croft.spring.cache;

import io.croft.jdbc.CroftDataSource;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.util.function.SingletonSupplier;

/** Keeps tenants apart in the application's caches. */
@AutoConfiguration(
    afterName = "io.croft.spring.CroftAutoConfiguration",
    beforeName = "org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration")
@ConditionalOnBean(CroftDataSource.class)
@EnableConfigurationProperties(CroftCacheProperties.class)
final class CroftCacheAutoConfiguration {

  @Bean
  static CacheGuard croftCacheGuard(
      ObjectProvider<DataSource> source, ObjectProvider<CroftCacheProperties> properties) {
    return new CacheGuard(
        () -> {
          CroftCacheProperties wanted = properties.getObject();
          SingletonSupplier<CroftDataSource> croft =
              SingletonSupplier.of(() -> CroftDataSource.behind(source.getObject()));
          Spaces spaces = new Spaces(croft::obtain, wanted.accessWords());
          return new Apart(spaces, wanted.sharedNames());
        });
  }

  @Bean
  @ConditionalOnMissingBean
  TenantCaches croftTenantCaches(ObjectProvider<CacheManager> managers) {
    return new TenantCaches(managers);
  }
}

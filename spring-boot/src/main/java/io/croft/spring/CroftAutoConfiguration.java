package io.croft.spring;

import io.croft.catalog.Catalog;
import io.croft.catalog.PostgresCatalog;
import io.croft.gate.ApplicationSecret;
import io.croft.jdbc.CroftDataSource;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;

/** Makes the {@link CroftDataSource} the application's data source. */
@AutoConfiguration(before = DataSourceAutoConfiguration.class)
@EnableConfigurationProperties(CroftProperties.class)
final class CroftAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  Catalog croftCatalog(CroftProperties properties) {
    return PostgresCatalog.open(CroftSettings.catalog(properties));
  }

  @Bean
  @ConditionalOnMissingBean({ApplicationSecret.class, CroftDataSource.class})
  ApplicationSecret croftSecret(CroftProperties properties) {
    return CroftSettings.secret(properties);
  }

  @Bean
  @ConditionalOnMissingBean
  CroftDataSource croftDataSource(
      Catalog catalog,
      ApplicationSecret secret,
      CroftProperties properties,
      Environment environment) {
    return CroftSettings.source(catalog, secret, properties.dataSource(), environment);
  }

  /** Before any bean that would take one of two. */
  @Bean
  static DataSources croftDataSources(Environment environment) {
    return new DataSources(environment);
  }

  /** At the start, also where all else is made when it is needed. */
  @Bean
  @Lazy(false)
  StartCheck croftStartCheck(DataSource source) {
    return new StartCheck(source);
  }
}

package io.croft.spring;

import io.croft.jdbc.CroftDataSource;
import io.croft.micrometer.CroftMeters;
import io.micrometer.core.instrument.MeterRegistry;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Binds the meters of the data source to every registry of the application. */
@AutoConfiguration(after = {CroftAutoConfiguration.class, MetricsAutoConfiguration.class})
@ConditionalOnClass({MeterRegistry.class, CroftMeters.class, MetricsAutoConfiguration.class})
@ConditionalOnBean(CroftDataSource.class)
@EnableConfigurationProperties(CroftMetricsProperties.class)
final class CroftMetricsAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  CroftMeters croftMeters(DataSource source, CroftMetricsProperties properties) {
    CroftMeters.Builder builder = CroftMeters.builder(CroftDataSource.behind(source));
    if (properties.tenants() != null) {
      builder = builder.tenants(properties.tenants());
    }
    if (properties.interval() != null) {
      builder = builder.interval(properties.interval());
    }
    return builder.build();
  }
}

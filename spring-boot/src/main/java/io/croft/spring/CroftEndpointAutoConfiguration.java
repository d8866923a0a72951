package io.croft.spring;

import io.croft.jdbc.CroftDataSource;
import javax.sql.DataSource;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Adds {@link CroftEndpoint} where the application exposes it. */
@AutoConfiguration(after = CroftAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(CroftDataSource.class)
@ConditionalOnAvailableEndpoint(endpoint = CroftEndpoint.class)
final class CroftEndpointAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  CroftEndpoint croftEndpoint(DataSource source) {
    return new CroftEndpoint(CroftDataSource.behind(source));
  }
}

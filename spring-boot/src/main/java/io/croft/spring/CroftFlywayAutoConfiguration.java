package io.croft.spring;

import io.croft.jdbc.CroftDataSource;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;
import org.springframework.context.annotation.Bean;

/**
 * Leaves the application's migrations to the control plane, which brings them to every home with
 * rights that no application has. Flyway still migrates a database that it is given by itself.
 */
@AutoConfiguration(after = CroftAutoConfiguration.class, before = FlywayAutoConfiguration.class)
@ConditionalOnClass({Flyway.class, FlywayMigrationStrategy.class})
@ConditionalOnBean(CroftDataSource.class)
final class CroftFlywayAutoConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(CroftFlywayAutoConfiguration.class);

  @Bean
  @ConditionalOnMissingBean
  FlywayMigrationStrategy croftMigrations() {
    return flyway -> {
      if (DataSources.isOfTenants(flyway.getConfiguration().getDataSource())) {
        LOG.info("migrations are left to Croft, which brings them to the homes of all tenants");
      } else {
        flyway.migrate();
      }
    };
  }
}

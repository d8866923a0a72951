package io.croft.spring;

import io.croft.jdbc.CroftDataSource;
import javax.sql.DataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.jdbc.autoconfigure.health.DataSourceHealthContributorAutoConfiguration;
import org.springframework.context.annotation.Bean;

/** Takes the place of the check that would borrow a connection of no tenant. */
@AutoConfiguration(
    after = CroftAutoConfiguration.class,
    before = DataSourceHealthContributorAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnEnabledHealthIndicator.class)
@ConditionalOnBean(CroftDataSource.class)
@ConditionalOnEnabledHealthIndicator("db")
final class CroftHealthAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean(name = {"dbHealthIndicator", "dbHealthContributor"})
  HealthContributor dbHealthContributor(DataSource source) {
    return new CroftHealth(CroftDataSource.behind(source));
  }
}

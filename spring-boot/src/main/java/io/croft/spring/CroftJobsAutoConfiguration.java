package io.croft.spring;

import io.croft.catalog.Catalog;
import io.croft.jobs.TenantJobs;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/** Adds {@link TenantJobs} over the application's catalog. */
@AutoConfiguration(after = CroftAutoConfiguration.class)
@ConditionalOnBean(Catalog.class)
final class CroftJobsAutoConfiguration {

  @Bean
  @ConditionalOnMissingBean
  TenantJobs croftTenantJobs(Catalog catalog) {
    return TenantJobs.of(catalog);
  }
}

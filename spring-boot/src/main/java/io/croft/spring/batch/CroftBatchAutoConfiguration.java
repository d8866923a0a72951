package io.croft.spring.batch;

import io.croft.jdbc.CroftDataSource;
import javax.sql.DataSource;
import org.springframework.batch.core.job.Job;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.batch.autoconfigure.BatchTransactionManager;
import org.springframework.boot.batch.jdbc.autoconfigure.BatchDataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Runs jobs of Spring Batch in the scope of their tenant. After what looks at the classes of jobs
 * and steps, which are then hidden.
 */
@AutoConfiguration(
    afterName = {
      "io.croft.spring.CroftAutoConfiguration",
      "org.springframework.boot.batch.autoconfigure.observation.BatchObservationAutoConfiguration"
    })
@ConditionalOnClass(Job.class)
@ConditionalOnBean(CroftDataSource.class)
@ConditionalOnBooleanProperty(name = "croft.batch.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CroftBatchProperties.class)
final class CroftBatchAutoConfiguration {

  /** Looks at beans before others are made, and must make none itself. */
  @Bean
  static BatchBeans croftBatchBeans(ObjectProvider<DataSource> source) {
    return new BatchBeans(new JobAdvice(() -> CroftDataSource.behind(source.getObject())));
  }

  /** Where jobs are noted in a database. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({BatchDataSource.class, BatchTransactionManager.class})
  static class WithTables {

    @Bean
    static BatchTables croftBatchTables() {
      return new BatchTables();
    }
  }
}

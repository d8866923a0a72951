package io.croft.spring.batch;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.jdbc.CroftDataSource;
import java.lang.annotation.Annotation;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.batch.autoconfigure.BatchTransactionManager;
import org.springframework.boot.batch.jdbc.autoconfigure.BatchDataSource;
import org.springframework.boot.batch.jdbc.autoconfigure.BatchJdbcAutoConfiguration;

/**
 * Refuses an application whose jobs would be noted through the tenants' data source: what is known
 * of all jobs belongs to no tenant.
 */
final class BatchTables implements BeanFactoryPostProcessor {

  private static final String HINT =
      "give Spring Batch a database of its own: a DataSource bean with @BatchDataSource and a"
          + " PlatformTransactionManager bean with @BatchTransactionManager, both with"
          + " @Bean(defaultCandidate = false); or leave spring-boot-batch-jdbc out, and jobs are"
          + " noted in memory";

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    if (beans.getBeanNamesForType(BatchJdbcAutoConfiguration.class, true, false).length == 0) {
      return;
    }
    @Nullable String source = name(beans, BatchDataSource.class);
    if (source == null || isOfTenants(beans, source)) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "Spring Batch would look for its tables in the homes of the tenants",
          HINT);
    }
    if (name(beans, BatchTransactionManager.class) == null) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "Spring Batch would note its jobs in transactions of the tenants",
          HINT);
    }
  }

  private static @Nullable String name(
      ConfigurableListableBeanFactory beans, Class<? extends Annotation> mark) {
    String[] names = beans.getBeanNamesForAnnotation(mark);
    return names.length == 0 ? null : names[0];
  }

  private static boolean isOfTenants(ConfigurableListableBeanFactory beans, String source) {
    @Nullable Class<?> type = beans.getType(source, false);
    return type != null && CroftDataSource.class.isAssignableFrom(type);
  }
}

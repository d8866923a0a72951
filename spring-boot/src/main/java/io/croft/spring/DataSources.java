package io.croft.spring;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.jdbc.CroftDataSource;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.core.env.Environment;

/**
 * Refuses an application in which it is not plain what a {@link DataSource} is: one that is not
 * Croft's would hold the rows of no tenant, or of all.
 */
final class DataSources implements BeanFactoryPostProcessor {

  private static final String URL = "spring.datasource.url";

  private final Environment environment;

  DataSources(Environment environment) {
    this.environment = environment;
  }

  @Override
  public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
    if (environment.containsProperty(URL)) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          URL + " is set, and nothing would use it: the data source is Croft's",
          "remove spring.datasource.*; a database that belongs to no tenant gets a DataSource bean"
              + " of its own with @Bean(defaultCandidate = false) and a qualifier");
    }
    List<BeanDefinition> candidates =
        Arrays.stream(beans.getBeanNamesForType(DataSource.class, true, false))
            .filter(beans::containsBeanDefinition)
            .map(beans::getBeanDefinition)
            .filter(DataSources::isCandidate)
            .toList();
    if (candidates.size() > 1
        && candidates.stream().filter(BeanDefinition::isPrimary).count() != 1) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "the application has %d data sources, and none of them is the one: %s"
              .formatted(
                  candidates.size(),
                  String.join(", ", beans.getBeanNamesForType(DataSource.class, true, false))),
          "declare those that belong to no tenant with @Bean(defaultCandidate = false) and a"
              + " qualifier");
    }
  }

  /** Returns true when connections of that data source are of the tenant in scope. */
  static boolean isOfTenants(DataSource source) {
    try {
      return source.isWrapperFor(CroftDataSource.class);
    } catch (SQLException e) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "the data source %s does not say what it leads to: %s"
              .formatted(source.getClass().getName(), e.getMessage()),
          "give it an isWrapperFor that answers",
          e);
    }
  }

  private static boolean isCandidate(BeanDefinition definition) {
    return definition.isAutowireCandidate()
        && (!(definition instanceof AbstractBeanDefinition one) || one.isDefaultCandidate());
  }
}

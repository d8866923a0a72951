package io.croft.spring;

import io.croft.jdbc.CroftDataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/** Keeps Liquibase from the tables of tenants, as Flyway is kept from them. */
@AutoConfiguration(after = CroftAutoConfiguration.class)
@ConditionalOnClass(name = ChangeLogs.SPRING_LIQUIBASE)
@ConditionalOnBean(CroftDataSource.class)
final class CroftLiquibaseAutoConfiguration {

  @Bean
  static ChangeLogs croftChangeLogs() {
    return new ChangeLogs();
  }
}

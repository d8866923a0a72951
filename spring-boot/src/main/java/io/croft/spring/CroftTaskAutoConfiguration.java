package io.croft.spring;

import io.croft.jdbc.CroftDataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.task.TaskDecorator;

/**
 * Gives work that is handed to the application's executor ({@code @Async}, answers of controllers
 * that come later, listeners that run beside) the scope of who has handed it over, and none where
 * there was none. What the application's scheduler starts is of no tenant.
 */
@AutoConfiguration(
    after = CroftAutoConfiguration.class,
    before = TaskExecutionAutoConfiguration.class)
@ConditionalOnBean(CroftDataSource.class)
final class CroftTaskAutoConfiguration {

  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  TaskDecorator croftTaskDecorator() {
    return new ScopeDecorator();
  }
}

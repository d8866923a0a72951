package io.croft.spring.kafka;

import io.croft.jdbc.CroftDataSource;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.core.KafkaTemplate;

/** Lets records of Kafka carry their tenant, and consumes them in its scope. */
@AutoConfiguration(afterName = "io.croft.spring.CroftAutoConfiguration")
@ConditionalOnClass(KafkaTemplate.class)
@ConditionalOnBean(CroftDataSource.class)
@ConditionalOnBooleanProperty(name = "croft.kafka.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CroftKafkaProperties.class)
final class CroftKafkaAutoConfiguration {

  /** Looks at beans before others are made, and must make none itself. */
  @Bean
  static KafkaBeans croftKafkaBeans(
      ObjectProvider<DataSource> source, ObjectProvider<CroftKafkaProperties> properties) {
    return new KafkaBeans(
        new ListenerAdvice(
            new RecordTenants(
                () -> CroftDataSource.behind(source.getObject()),
                () -> properties.getObject().unscoped())),
        () -> new ScopedProducer(properties.getObject().scopeRequired()));
  }
}

package io.croft.spring;

import io.croft.hibernate.CroftHibernate;
import io.croft.jdbc.CroftDataSource;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernatePropertiesCustomizer;
import org.springframework.context.annotation.Bean;

/** Keeps tenants apart in what Hibernate holds in memory. */
@AutoConfiguration(
    after = CroftAutoConfiguration.class,
    before = HibernateJpaAutoConfiguration.class)
@ConditionalOnClass({
  SessionFactory.class,
  CroftHibernate.class,
  HibernatePropertiesCustomizer.class
})
@ConditionalOnBean(CroftDataSource.class)
final class CroftJpaAutoConfiguration {

  /**
   * @param check what it finds is told in better words than what would fail after it
   */
  @Bean
  HibernatePropertiesCustomizer croftHibernate(DataSource source, StartCheck check) {
    return settings -> CroftHibernate.apply(settings, source);
  }
}

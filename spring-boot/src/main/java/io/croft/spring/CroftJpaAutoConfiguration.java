package io.croft.spring;

import io.croft.hibernate.CroftHibernate;
import io.croft.jdbc.CroftDataSource;
import org.hibernate.SessionFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

/** Keeps tenants apart in what Hibernate holds in memory. */
@AutoConfiguration(
    after = CroftAutoConfiguration.class,
    before = HibernateJpaAutoConfiguration.class)
@ConditionalOnClass({
  SessionFactory.class,
  CroftHibernate.class,
  LocalContainerEntityManagerFactoryBean.class
})
@ConditionalOnBean(CroftDataSource.class)
final class CroftJpaAutoConfiguration {

  @Bean
  static TenantFactories croftTenantFactories(ObjectProvider<StartCheck> check) {
    return new TenantFactories(check);
  }
}

package io.croft.spring;

import io.croft.hibernate.CroftHibernate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

/**
 * Keeps tenants apart in what each entity manager factory over Croft's data source holds in memory,
 * whoever makes it. One over another data source is left as it is.
 */
final class TenantFactories implements BeanPostProcessor {

  private final ObjectProvider<StartCheck> check;

  TenantFactories(ObjectProvider<StartCheck> check) {
    this.check = check;
  }

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (bean instanceof LocalContainerEntityManagerFactoryBean factory) {
      @Nullable DataSource source = factory.getDataSource();
      if (source != null && DataSources.isOfTenants(source)) {
        // What it finds is told in better words than what would fail after it.
        check.getObject();
        CroftHibernate.apply(factory.getJpaPropertyMap(), source);
      }
    }
    return bean;
  }
}

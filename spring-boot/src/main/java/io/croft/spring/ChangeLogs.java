package io.croft.spring;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeansException;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;

/**
 * Leaves change logs of Liquibase over the tenants unrun: the control plane brings migrations to
 * every home, with rights that no application has. One over another database runs. Liquibase is
 * known by its names only, which are the same in all its versions for Spring; from the fifth on it
 * is no free software that Croft could be built with.
 */
final class ChangeLogs implements BeanPostProcessor {

  static final String SPRING_LIQUIBASE = "liquibase.integration.spring.SpringLiquibase";

  private static final Set<String> RUNNERS =
      Set.of(SPRING_LIQUIBASE, "liquibase.integration.spring.MultiTenantSpringLiquibase");

  private static final Logger LOG = LoggerFactory.getLogger(ChangeLogs.class);

  @Override
  public Object postProcessBeforeInitialization(Object bean, String name) {
    if (isRunner(bean)) {
      try {
        leaveToCroft(PropertyAccessorFactory.forBeanPropertyAccess(bean), name);
      } catch (BeansException e) {
        throw new CroftException(
            ErrorCode.CONFIGURATION_INVALID,
            "whether bean " + name + " of Liquibase would change tables of tenants cannot be told",
            "set spring.liquibase.enabled=false, or remove the bean",
            e);
      }
    }
    return bean;
  }

  private static boolean isRunner(Object bean) {
    return Stream.<Class<?>>iterate(bean.getClass(), one -> one != null, Class::getSuperclass)
        .map(Class::getName)
        .anyMatch(RUNNERS::contains);
  }

  private static void leaveToCroft(BeanWrapper liquibase, String name) {
    if (liquibase.getPropertyValue("dataSource") instanceof DataSource source
        && DataSources.isOfTenants(source)) {
      LOG.atInfo()
          .addKeyValue("bean", name)
          .log("a change log is not run: migrations of tenants' tables are Croft's");
      liquibase.setPropertyValue("shouldRun", false);
    }
  }
}

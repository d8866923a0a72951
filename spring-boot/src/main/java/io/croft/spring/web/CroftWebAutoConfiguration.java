package io.croft.spring.web;

import io.croft.catalog.Catalog;
import io.croft.jdbc.CroftDataSource;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.security.oauth2.core.ClaimAccessor;

/** Runs requests of a servlet application in the scope of their tenant. */
@AutoConfiguration(afterName = "io.croft.spring.CroftAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(CroftDataSource.class)
@ConditionalOnBooleanProperty(name = "croft.web.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CroftWebProperties.class)
final class CroftWebAutoConfiguration {

  /** Where Spring Security says where its filters are. */
  private static final String SECURITY_ORDER = "spring.security.filter.order";

  private static final int SECURITY_ORDER_DEFAULT = -100;

  /** How far after the filters of Spring Security: only they know who is calling. */
  private static final int AFTER_SECURITY = 10;

  @Bean
  TenantSelection croftTenantSelection(
      Catalog catalog,
      CroftWebProperties properties,
      ObjectProvider<TenantResolver> resolvers,
      ObjectProvider<TenantMembership> memberships,
      ObjectProvider<ApiKeys> keys) {
    return new TenantSelection(
        ConfiguredResolvers.of(
            properties, resolvers.orderedStream().toList(), keys::getIfAvailable),
        memberships.orderedStream().toList(),
        new TenantDirectory(catalog));
  }

  @Bean
  FilterRegistrationBean<TenantFilter> croftTenantFilter(
      TenantSelection selection,
      CroftWebProperties properties,
      DataSource source,
      Claims claims,
      Environment environment)
      throws SQLException {
    FilterRegistrationBean<TenantFilter> registration =
        new FilterRegistrationBean<>(
            new TenantFilter(
                selection,
                new UnscopedPaths(properties.unscoped()),
                source.unwrap(CroftDataSource.class),
                claims));
    registration.setOrder(order(environment));
    return registration;
  }

  private static int order(Environment environment) {
    long security = environment.getProperty(SECURITY_ORDER, Integer.class, SECURITY_ORDER_DEFAULT);
    return (int) Math.min(security + AFTER_SECURITY, Ordered.LOWEST_PRECEDENCE);
  }

  /** Where Spring Security verifies tokens. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(ClaimAccessor.class)
  static class WithSecurity {

    @Bean
    @ConditionalOnMissingBean
    Claims croftClaims() {
      return new SecurityClaims();
    }
  }

  /** Where nothing does. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingClass("org.springframework.security.oauth2.core.ClaimAccessor")
  static class WithoutSecurity {

    @Bean
    @ConditionalOnMissingBean
    Claims croftClaims() {
      return Claims.NONE;
    }
  }
}

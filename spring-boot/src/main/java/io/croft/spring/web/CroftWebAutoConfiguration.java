package io.croft.spring.web;

import io.croft.jdbc.CroftDataSource;
import jakarta.servlet.DispatcherType;
import java.util.EnumSet;
import java.util.Objects;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** Runs requests of a servlet application in the scope of their tenant. */
@AutoConfiguration(afterName = "io.croft.spring.CroftAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
@ConditionalOnBean(CroftDataSource.class)
@ConditionalOnBooleanProperty(name = "croft.web.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CroftWebProperties.class)
@Import(TenantSelectionConfiguration.class)
final class CroftWebAutoConfiguration {

  /** Where Spring Security says where its filters are. */
  private static final String SECURITY_ORDER = "spring.security.filter.order";

  private static final int SECURITY_ORDER_DEFAULT = -100;

  /** How far after the filters of Spring Security: only they know who is calling. */
  private static final int AFTER_SECURITY = 10;

  /** After the filter that believes the headers of proxies, before all that look at paths. */
  private static final int BEFORE_PATHS = Ordered.HIGHEST_PRECEDENCE + 10;

  @Bean
  FilterRegistrationBean<TenantFilter> croftTenantFilter(
      TenantSelection selection,
      CroftWebProperties properties,
      DataSource source,
      Claims claims,
      ObjectProvider<EndpointPaths> endpoints,
      Environment environment) {
    FilterRegistrationBean<TenantFilter> registration =
        new FilterRegistrationBean<>(
            new TenantFilter(
                selection,
                new UnscopedPaths(
                    properties.unscoped(), endpoints.getIfAvailable(() -> EndpointPaths.NONE)),
                CroftDataSource.behind(source),
                claims));
    registration.setOrder(order(environment));
    return registration;
  }

  @Bean
  @ConditionalOnProperty("croft.web.context-path")
  FilterRegistrationBean<TenantContextPath> croftTenantContextPath(
      CroftWebProperties properties, ObjectProvider<EndpointPaths> endpoints) {
    FilterRegistrationBean<TenantContextPath> registration =
        new FilterRegistrationBean<>(
            new TenantContextPath(
                Objects.requireNonNull(properties.contextPath()),
                endpoints.getIfAvailable(() -> EndpointPaths.NONE)));
    registration.setDispatcherTypes(
        EnumSet.of(
            DispatcherType.REQUEST,
            DispatcherType.ASYNC,
            DispatcherType.ERROR,
            DispatcherType.FORWARD));
    registration.setOrder(BEFORE_PATHS);
    return registration;
  }

  private static int order(Environment environment) {
    long security = environment.getProperty(SECURITY_ORDER, Integer.class, SECURITY_ORDER_DEFAULT);
    return (int) Math.min(security + AFTER_SECURITY, Ordered.LOWEST_PRECEDENCE);
  }

  /** Where the actuator answers operators. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({
    PathMappedEndpoints.class,
    ManagementPortType.class,
    DispatcherServletPath.class
  })
  static class WithActuator {

    @Bean
    @ConditionalOnMissingBean
    EndpointPaths croftEndpointPaths(
        ObjectProvider<PathMappedEndpoints> endpoints,
        ObjectProvider<DispatcherServletPath> servlet,
        Environment environment) {
      return new ActuatorPaths(
          endpoints::getIfAvailable,
          ManagementPortType.get(environment),
          () -> servlet.stream().map(DispatcherServletPath::getPrefix).findFirst().orElse(""));
    }
  }
}

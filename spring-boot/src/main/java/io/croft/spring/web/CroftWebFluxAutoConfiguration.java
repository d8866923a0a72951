package io.croft.spring.web;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.jdbc.CroftDataSource;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.security.core.context.ReactiveSecurityContextHolder;
import org.springframework.web.server.ServerWebExchange;

/** Runs requests of a WebFlux application in the scope of their tenant. */
@AutoConfiguration(afterName = "io.croft.spring.CroftAutoConfiguration")
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
@ConditionalOnBean(CroftDataSource.class)
@ConditionalOnBooleanProperty(name = "croft.web.enabled", matchIfMissing = true)
@EnableConfigurationProperties(CroftWebProperties.class)
@Import(TenantSelectionConfiguration.class)
final class CroftWebFluxAutoConfiguration {

  @Bean
  TenantWebFilter croftTenantWebFilter(
      TenantSelection selection,
      CroftWebProperties properties,
      DataSource source,
      Claims claims,
      Callers callers,
      ObjectProvider<TenantResolver> resolvers,
      ObjectProvider<TenantMembership> memberships,
      ObjectProvider<EndpointPaths> endpoints) {
    if (properties.contextPath() != null) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "croft.web.context-path is set, which servlet applications have and this one has not",
          "use croft.web.path, and mappings that begin with the tenant");
    }
    boolean sessions =
        properties.sessionAttribute() != null
            || resolvers.stream().findAny().isPresent()
            || memberships.stream().findAny().isPresent();
    return new TenantWebFilter(
        selection,
        new UnscopedPaths(
            properties.unscoped(), endpoints.getIfAvailable(() -> EndpointPaths.NONE)),
        CroftDataSource.behind(source),
        claims,
        callers,
        sessions);
  }

  /** Where Spring Security knows who is calling. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(ReactiveSecurityContextHolder.class)
  static class WithSecurity {

    @Bean
    Callers croftCallers() {
      return new SecurityCallers();
    }
  }

  /** Where nothing does but the exchange. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnMissingClass(
      "org.springframework.security.core.context.ReactiveSecurityContextHolder")
  static class WithoutSecurity {

    @Bean
    Callers croftCallers() {
      return ServerWebExchange::getPrincipal;
    }
  }

  /** Where the actuator answers operators. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({PathMappedEndpoints.class, ManagementPortType.class})
  static class WithActuator {

    @Bean
    @ConditionalOnMissingBean
    EndpointPaths croftEndpointPaths(
        ObjectProvider<PathMappedEndpoints> endpoints, Environment environment) {
      return new ActuatorPaths(
          endpoints::getIfAvailable, ManagementPortType.get(environment), () -> "");
    }
  }
}

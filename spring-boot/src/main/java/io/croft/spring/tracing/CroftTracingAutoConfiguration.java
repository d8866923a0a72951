package io.croft.spring.tracing;

import io.croft.jdbc.CroftDataSource;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/** Tells traces the tenant of a scope, where that is wanted. */
@AutoConfiguration(
    afterName = {
      "io.croft.spring.CroftAutoConfiguration",
      "io.croft.spring.web.CroftWebAutoConfiguration",
      "io.croft.spring.web.CroftWebFluxAutoConfiguration",
      "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration"
    })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({CroftDataSource.class, ObservationRegistry.class})
@ConditionalOnBooleanProperty(name = "croft.tracing.baggage")
@EnableConfigurationProperties(CroftTracingProperties.class)
final class CroftTracingAutoConfiguration {

  /** Before what makes spans of observations, and baggage of their keys. */
  @Bean
  @Order(Ordered.HIGHEST_PRECEDENCE)
  TenantKey croftTenantKey() {
    return new TenantKey();
  }

  /** Requests to servlets. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
  @ConditionalOnBean(name = "croftTenantFilter")
  static class Servlet {

    @Bean
    FilterRegistrationBean<ObservedRequest> croftObservedRequest(
        ObservationRegistry registry, FilterRegistrationBean<?> croftTenantFilter) {
      FilterRegistrationBean<ObservedRequest> registration =
          new FilterRegistrationBean<>(new ObservedRequest(registry));
      registration.setOrder(croftTenantFilter.getOrder() + 1);
      return registration;
    }
  }

  /** Requests to WebFlux. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
  static class Reactive {

    @Bean
    ObservedExchange croftObservedExchange() {
      return new ObservedExchange();
    }
  }
}

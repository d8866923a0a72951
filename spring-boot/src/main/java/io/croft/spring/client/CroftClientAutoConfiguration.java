package io.croft.spring.client;

import io.croft.jdbc.CroftDataSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.http.client.autoconfigure.ClientHttpRequestFactoryBuilderCustomizer;
import org.springframework.boot.http.client.autoconfigure.imperative.ImperativeHttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ClientHttpConnectorBuilderCustomizer;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.restclient.RestClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.ResourceLoader;
import org.springframework.web.reactive.function.client.WebClient;

/**
 * Lets clients of HTTP that Spring Boot builds ({@code RestClient}, {@code RestTemplate}, {@code
 * WebClient}, interfaces of services) tell listed hosts the tenant of the scope. Done where Boot
 * builds what they send by, since only there it can be said that redirects are not followed.
 */
@AutoConfiguration(
    afterName = "io.croft.spring.CroftAutoConfiguration",
    after = ImperativeHttpClientAutoConfiguration.class)
@ConditionalOnClass({
  ClientHttpRequestFactoryBuilder.class,
  ImperativeHttpClientAutoConfiguration.class
})
@ConditionalOnBean(CroftDataSource.class)
@EnableConfigurationProperties(CroftClientProperties.class)
final class CroftClientAutoConfiguration {

  @Bean
  ToldTenant croftToldTenant(CroftClientProperties properties) {
    return new ToldTenant(properties);
  }

  private static ClientHttpRequestFactoryBuilder<?> telling(
      ToldTenant told, ClientHttpRequestFactoryBuilder<?> builder) {
    return told.isToNobody()
        ? builder
        : settings -> new TellingRequestFactory(told, builder, settings);
  }

  /** Clients that block. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(RestClientCustomizer.class)
  static class Blocking {

    /** The last, since the others know which kind of builder they customize. */
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    ClientHttpRequestFactoryBuilderCustomizer<ClientHttpRequestFactoryBuilder<?>>
        croftRequestFactories(ToldTenant told) {
      return builder -> telling(told, builder);
    }

    /** What Spring Boot finds for itself in a WebFlux application, where it makes no such bean. */
    @Bean
    @ConditionalOnMissingBean
    ClientHttpRequestFactoryBuilder<?> croftRequestFactoryBuilder(
        ToldTenant told, ResourceLoader resources) {
      return telling(told, ClientHttpRequestFactoryBuilder.detect(resources.getClassLoader()));
    }
  }

  /** Clients that do not. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass({WebClient.class, ClientHttpConnectorBuilder.class})
  static class Reactive {

    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    ClientHttpConnectorBuilderCustomizer<ClientHttpConnectorBuilder<?>> croftConnectors(
        ToldTenant told) {
      return builder ->
          told.isToNobody() ? builder : settings -> new TellingConnector(told, builder, settings);
    }
  }
}

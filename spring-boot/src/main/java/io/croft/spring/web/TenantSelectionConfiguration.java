package io.croft.spring.web;

import io.croft.catalog.Catalog;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.core.ClaimAccessor;

/** How a request's tenant is decided, whichever kind of web application it has come to. */
@Configuration(proxyBeanMethods = false)
class TenantSelectionConfiguration {

  private static final Logger LOG = LoggerFactory.getLogger(TenantSelectionConfiguration.class);

  @Bean
  TenantSelection croftTenantSelection(
      Catalog catalog,
      CroftWebProperties properties,
      ObjectProvider<TenantResolver> resolvers,
      ObjectProvider<TenantMembership> memberships,
      ObjectProvider<ApiKeys> keys) {
    List<TenantResolver> own = resolvers.orderedStream().toList();
    List<TenantMembership> members = memberships.orderedStream().toList();
    if (ConfiguredResolvers.openToAll(properties, own.size() + members.size())) {
      LOG.warn(
          "whoever names a tenant may use it, since nothing holds callers to theirs; set"
              + " croft.web.claim or croft.web.api-key-header, or define a TenantMembership bean (one"
              + " that allows all, where tenants are public)");
    }
    return new TenantSelection(
        ConfiguredResolvers.of(properties, own, keys::getIfAvailable),
        members,
        new TenantDirectory(catalog));
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

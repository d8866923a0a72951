package io.croft.spring.web;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The chain of resolvers: those of the application, then those of its configuration. */
final class ConfiguredResolvers {

  private ConfiguredResolvers() {}

  /**
   * Returns the chain.
   *
   * @throws CroftException {@code configuration-invalid} when it is empty, or when keys are looked
   *     at and nobody knows them
   */
  static List<TenantResolver> of(
      CroftWebProperties wanted, List<TenantResolver> own, Supplier<@Nullable ApiKeys> keys) {
    List<TenantResolver> chain = new ArrayList<>(own);
    if (wanted.claim() != null) {
      chain.add(Resolvers.claim(wanted.claim(), wanted.claimRequired()));
    }
    if (wanted.apiKeyHeader() != null) {
      chain.add(Resolvers.apiKey(wanted.apiKeyHeader(), required(keys.get())));
    }
    if (wanted.hosts() != null && !wanted.hosts().isEmpty()) {
      chain.add(Resolvers.hosts(wanted.hosts()));
    }
    if (wanted.subdomainOf() != null) {
      chain.add(Resolvers.subdomain(wanted.subdomainOf()));
    }
    if (wanted.path() != null) {
      chain.add(Resolvers.path(wanted.path()));
    }
    if (wanted.contextPath() != null) {
      chain.add(Resolvers.path(TenantContextPath.all(wanted.contextPath())));
    }
    if (wanted.header() != null) {
      chain.add(Resolvers.header(wanted.header()));
    }
    if (wanted.sessionAttribute() != null) {
      chain.add(Resolvers.session(wanted.sessionAttribute()));
    }
    if (chain.isEmpty()) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "nothing says which tenant a request is for",
          "set one of croft.web.claim, .subdomain-of, .hosts, .path, .context-path, .header,"
              + " .session-attribute and .api-key-header, or define a TenantResolver bean; croft.web.enabled=false leaves"
              + " requests without a tenant");
    }
    return chain;
  }

  /**
   * Returns true when every resolver reads what anybody can write, and nothing else holds callers
   * to tenants.
   *
   * @param own how many resolvers and memberships the application has: they may know more
   */
  static boolean openToAll(CroftWebProperties wanted, int own) {
    return own == 0
        && wanted.claim() == null
        && wanted.apiKeyHeader() == null
        && (wanted.header() != null
            || wanted.path() != null
            || wanted.contextPath() != null
            || wanted.subdomainOf() != null
            || (wanted.hosts() != null && !wanted.hosts().isEmpty()));
  }

  private static ApiKeys required(@Nullable ApiKeys keys) {
    if (keys == null) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "croft.web.api-key-header is set, and nothing knows the keys",
          "define an ApiKeys bean");
    }
    return keys;
  }
}

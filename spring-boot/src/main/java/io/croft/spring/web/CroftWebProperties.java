package io.croft.spring.web;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where requests say which tenant they are for. What is not set is not looked at.
 *
 * @param enabled Whether requests run in the scope of a tenant.
 * @param claim Claim of the caller's verified token that names the tenants it may use.
 * @param claimRequired Whether a request without a verified token is refused; only with a claim.
 * @param header Header that names the tenant.
 * @param subdomainOf Domain whose subdomains are tenants.
 * @param hosts Tenants that have hosts of their own, by host.
 * @param path Pattern of paths with {tenant} in it, such as /b/{tenant}/**.
 * @param contextPath Beginning of all paths that names the tenant, such as /b/{tenant}; to the
 *     application it is the context path.
 * @param sessionAttribute Attribute of the session that names the tenant.
 * @param apiKeyHeader Header that holds a key which an ApiKeys bean knows.
 * @param unscoped Patterns of paths that are of no tenant, beside those of the actuator.
 */
@ConfigurationProperties("croft.web")
record CroftWebProperties(
    @DefaultValue("true") boolean enabled,
    @Nullable String claim,
    @DefaultValue("true") boolean claimRequired,
    @Nullable String header,
    @Nullable String subdomainOf,
    @Nullable Map<String, String> hosts,
    @Nullable String path,
    @Nullable String contextPath,
    @Nullable String sessionAttribute,
    @Nullable String apiKeyHeader,
    @DefaultValue("/favicon.ico") List<String> unscoped) {}

package io.croft.spring.web;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.LoadingCache;
import io.croft.catalog.Catalog;
import io.croft.catalog.Tenant;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds tenants by the names that requests give them, and remembers for a while: names that there
 * are for {@link #KNOWN}, names that there are not for {@link #UNKNOWN}, so that a flood of made-up
 * names does not become one of questions. Many who ask for one name at once ask the catalog once.
 * Whether a tenant may be used is not remembered here.
 */
final class TenantDirectory {

  /** A tenant whose slug is changed is found by the old one for as long. */
  static final Duration KNOWN = Duration.ofSeconds(30);

  /** A new tenant is not found for as long by who has asked for it before. */
  static final Duration UNKNOWN = Duration.ofSeconds(2);

  private static final int MOST = 20_000;

  /** Where the hyphens of an identity are; a slug may have as many characters. */
  private static final Pattern ID = Pattern.compile(".{8}-.{4}-.{4}-.{4}-.{12}");

  private final LoadingCache<String, Optional<Tenant>> names;

  TenantDirectory(Catalog catalog) {
    names =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfter(Expiry.<String, Optional<Tenant>>creating(TenantDirectory::remembered))
            .build(name -> ask(catalog, name));
  }

  private static Duration remembered(String name, Optional<Tenant> tenant) {
    return tenant.isPresent() ? KNOWN : UNKNOWN;
  }

  private static Optional<Tenant> ask(Catalog catalog, String name) {
    return ID.matcher(name).matches()
        ? catalog.tenant(TenantId.of(name))
        : catalog.tenant(Slug.of(name));
  }

  /**
   * Returns the tenant of that slug or identity in whatever status, empty when there is none.
   *
   * @throws CroftException {@code slug-invalid}, {@code tenant-id-invalid}, {@code
   *     catalog-unreachable}
   */
  Optional<Tenant> find(String name) {
    return names.get(name);
  }

  /** The same, where there must be one. */
  Tenant require(String name) {
    return find(name)
        .orElseThrow(
            () ->
                new CroftException(
                    ErrorCode.TENANT_UNKNOWN,
                    "there is no tenant \"" + name + "\"",
                    "correct the name"));
  }
}

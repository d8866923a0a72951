package io.croft.spring.web;

import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.LoadingCache;
import com.github.benmanes.caffeine.cache.Ticker;
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
 * Finds tenants by the names that requests give them. Names that are in use are looked up anew by
 * the first request after {@link #KNOWN}, which does not wait for it: while the catalog does not
 * answer, they stay known. Names of nobody are remembered for {@link #UNKNOWN}, so that a flood of
 * made-up names does not become one of questions. Many who ask for one name at once ask the catalog
 * once. Whether a tenant may be used is not remembered here.
 */
final class TenantDirectory {

  /** A tenant whose slug is changed is found by the old one for as long, and once more. */
  static final Duration KNOWN = Duration.ofSeconds(30);

  /** A new tenant is not found for as long by who has asked for it before. */
  static final Duration UNKNOWN = Duration.ofSeconds(2);

  /** After how long without a look at the catalog a name is known no more. */
  private static final Duration FORGOTTEN = Duration.ofDays(1);

  private static final int MOST = 20_000;

  /** Where the hyphens of an identity are; a slug may have as many characters. */
  private static final Pattern ID = Pattern.compile(".{8}-.{4}-.{4}-.{4}-.{12}");

  private final LoadingCache<String, Optional<Tenant>> names;

  TenantDirectory(Catalog catalog) {
    this(catalog, Ticker.systemTicker());
  }

  /**
   * @param clock counts nanoseconds
   */
  TenantDirectory(Catalog catalog, Ticker clock) {
    names =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .ticker(clock)
            .refreshAfterWrite(KNOWN)
            .expireAfter(Expiry.<String, Optional<Tenant>>writing(TenantDirectory::remembered))
            .build(name -> ask(catalog, name));
  }

  private static Duration remembered(String name, Optional<Tenant> tenant) {
    return tenant.isPresent() ? FORGOTTEN : UNKNOWN;
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

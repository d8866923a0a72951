package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.Placement;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the data plane may read: who the tenants are, where each lives and how its server is
 * reached. Every call asks the database and blocks; all methods are safe for use by many threads.
 *
 * <p>All methods throw {@link CroftException} {@code catalog-unreachable} when the database does
 * not answer.
 */
public interface Catalog extends AutoCloseable {

  /** Returns the tenant of that identity in whatever status it is, empty when there is none. */
  Optional<Tenant> tenant(TenantId id);

  /** Returns the tenant of that short name in whatever status it is, empty when there is none. */
  Optional<Tenant> tenant(Slug slug);

  /** Returns where the tenant lives now, empty when there is no such tenant. */
  Optional<Placement> placement(TenantId id);

  /**
   * Returns how applications reach a server.
   *
   * @throws CroftException {@code server-unknown} when there is no such server
   */
  Endpoint endpoint(String server);

  /** Returns how those of the tenants stand that there are; asked for all at once. */
  Map<TenantId, Standing> standings(Set<TenantId> tenants);

  /** Returns a number that grows whenever the standing of any tenant may have changed. */
  long revision();

  /** Closes the connections to the catalog; calling it again has no effect. */
  @Override
  void close();
}

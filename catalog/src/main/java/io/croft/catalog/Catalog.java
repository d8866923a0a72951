package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.Placement;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the data plane may read: who the tenants are, where each lives and how its server is
 * reached; and its one right to write: to hold a share of a server's connection budget. Every call
 * asks the database and blocks; all methods are safe for use by many threads.
 *
 * <p>All methods throw {@link CroftException} {@code catalog-unreachable} when the database does
 * not answer.
 */
public interface Catalog extends AutoCloseable {

  /** Returns the tenant of that identity in whatever status it is, empty when there is none. */
  Optional<Tenant> tenant(TenantId id);

  /** Returns the tenant of that short name in whatever status it is, empty when there is none. */
  Optional<Tenant> tenant(Slug slug);

  /**
   * Returns a page of tenants by slug, with their homes of this moment; empty behind the last. For
   * the page after it give the filter the slug of the last one.
   */
  List<TenantRow> tenants(TenantFilter filter);

  /** Returns where the tenant lives now, empty when there is no such tenant. */
  Optional<Placement> placement(TenantId id);

  /**
   * Returns how applications reach a server.
   *
   * @throws CroftException {@code server-unknown} when there is no such server
   */
  Endpoint endpoint(String server);

  /** Returns how applications reach each server, by name; empty when there is none. */
  List<Endpoint> endpoints();

  /**
   * Returns where a move is taking the tenant at this moment, empty when none is. Whether it
   * arrives there is for the gate of its home to say.
   */
  Optional<Placement> destination(TenantId id);

  /**
   * Returns the homes into which moves take tenants within the next second or so; who uses such a
   * tenant does well to connect there now.
   */
  List<Placement> arrivals();

  /** Returns how the tenant stands, empty when there is none. */
  Optional<Standing> standing(TenantId id);

  /**
   * Returns the tenants whose status, plan or limits have changed.
   *
   * @param since the mark of the call before; {@link StandingChanges#NONE} for a mark alone
   */
  StandingChanges changes(long since);

  /**
   * Takes or renews the calling process's share of a server's connection budget. At every moment
   * the shares of a server together are no more than its budget, but for the time in which a budget
   * that was lowered takes effect: at each holder's next claim. A server that has not answered
   * after 5 seconds is given up.
   *
   * @throws CroftException {@code server-unknown} when there is no such server
   */
  BudgetShare holdBudget(BudgetClaim claim);

  /** Gives a share back at once; false when that holder has none. */
  boolean releaseBudget(String server, UUID holder);

  /** Closes the connections to the catalog; calling it again has no effect. */
  @Override
  void close();
}

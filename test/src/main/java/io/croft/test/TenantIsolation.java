package io.croft.test;

import io.croft.core.TenantId;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Proves that one tenant cannot reach the rows of another, over every table, partition, view and
 * materialized view that the application's login can reach in the database, as PostgreSQL's
 * catalogs list them. It works with the rights that the application has in production, and refuses
 * others. In each isolation, and where the two tenants have different ones.
 *
 * <p>The proof has two sides. First it makes sure, as the other tenant, that there are rows to be
 * seen: a table without any fails the assertion, so that it never passes for having looked at
 * nothing. Then it tries, as the tenant, to read these rows, to change and delete them, and to
 * write one for the other tenant. All that it does is rolled back. It sees what has been committed,
 * and may be used in any scope or none. Immutable; thread-safe.
 */
public final class TenantIsolation {

  private final DataSource source;
  private final SharedTables shared;
  private final Excuses excuses;
  private final Function<TenantId, String> naming;

  private TenantIsolation(
      DataSource source, SharedTables shared, Excuses excuses, Function<TenantId, String> naming) {
    this.source = source;
    this.shared = shared;
    this.excuses = excuses;
    this.naming = naming;
  }

  /**
   * Returns the proof over a data source of the application. Which tables are shared by all
   * tenants, it cannot ask there: they are named by {@link #shared}.
   */
  public static TenantIsolation over(DataSource source) {
    return new TenantIsolation(source, Set::of, Excuses.NONE, TenantId::toString);
  }

  static TenantIsolation over(
      DataSource source, SharedTables shared, Function<TenantId, String> naming) {
    return new TenantIsolation(source, shared, Excuses.NONE, naming);
  }

  /** Returns the same where these tables belong to no tenant and all may read them. */
  public TenantIsolation shared(String... tables) {
    SharedTables both =
        () -> {
          Set<String> names = new TreeSet<>(shared.names());
          names.addAll(Set.of(tables));
          return names;
        };
    return new TenantIsolation(source, both, excuses, naming);
  }

  /**
   * Returns the same where the other tenant need not have rows in these tables or views. Nothing is
   * proven for them then but that rows which nobody has written cannot be seen.
   */
  public TenantIsolation mayBeEmpty(String... relations) {
    return new TenantIsolation(source, shared, excuses.andEmpty(relations), naming);
  }

  /**
   * Returns the same where rows of these views may look alike for two tenants, such as counts: only
   * for what has no column {@code tenant_id} by which rows could be told apart.
   */
  public TenantIsolation mayLookAlike(String... relations) {
    return new TenantIsolation(source, shared, excuses.andAlike(relations), naming);
  }

  /** Returns the side that must not see the other. */
  public Side assertThat(TenantId tenant) {
    return new Side(tenant);
  }

  /** Asserts it in both directions. */
  public void assertApart(TenantId one, TenantId other) {
    assertThat(one).cannotSee(other);
    assertThat(other).cannotSee(one);
  }

  /** The tenant of which something is asserted. */
  public final class Side {

    private final TenantId tenant;

    private Side(TenantId tenant) {
      this.tenant = tenant;
    }

    /**
     * Asserts that this tenant can neither see nor change rows of the other, nor write any for it.
     *
     * @return this, for the next tenant
     * @throws AssertionError naming each table, what was found there and what to do; also when the
     *     other tenant has no rows in a table, when the login is one that row security does not
     *     bind, and when a table cannot be looked at
     */
    public Side cannotSee(TenantId other) {
      if (tenant.equals(other)) {
        throw new AssertionError(
            "tenant " + naming.apply(tenant) + " sees itself: name two different tenants");
      }
      Findings findings = new Findings(naming.apply(tenant), naming.apply(other));
      try {
        new Trial(source, excuses, shared.names(), tenant, other, findings).run();
      } catch (SQLException e) {
        throw new AssertionError(
            "whether %s sees %s could not be tried: %s"
                .formatted(naming.apply(tenant), naming.apply(other), e.getMessage()),
            e);
      }
      findings.raise();
      return this;
    }
  }
}

package io.croft.jdbc;

import io.croft.catalog.BudgetClaim;
import io.croft.catalog.BudgetShare;
import io.croft.catalog.Catalog;
import io.croft.catalog.Endpoint;
import io.croft.catalog.Standing;
import io.croft.catalog.StandingChanges;
import io.croft.catalog.Tenant;
import io.croft.catalog.TenantFilter;
import io.croft.catalog.TenantRow;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A catalog that is known to be unreachable from the first question that is not answered until one
 * is. Meanwhile only the one thread that follows it asks ({@link #probe}); all others are refused
 * at once instead of waiting. Each outage is logged once, and so is its end. Thread-safe.
 */
final class WatchedCatalog implements Catalog {

  private static final Logger LOG = LoggerFactory.getLogger(WatchedCatalog.class);

  private final Catalog catalog;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable CroftException reason;
  private long sinceNanos;
  private long outages;
  private long unanswered;

  WatchedCatalog(Catalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public Optional<Tenant> tenant(TenantId id) {
    return ask("tenant " + id, () -> catalog.tenant(id));
  }

  @Override
  public Optional<Tenant> tenant(Slug slug) {
    return ask("tenant " + slug, () -> catalog.tenant(slug));
  }

  @Override
  public List<TenantRow> tenants(TenantFilter filter) {
    return ask("the list of tenants", () -> catalog.tenants(filter));
  }

  @Override
  public Optional<Placement> placement(TenantId id) {
    return ask("the home of tenant " + id, () -> catalog.placement(id));
  }

  @Override
  public Endpoint endpoint(String server) {
    return ask("the address of server " + server, () -> catalog.endpoint(server));
  }

  @Override
  public List<Endpoint> endpoints() {
    return ask("the addresses of the servers", catalog::endpoints);
  }

  @Override
  public Optional<Standing> standing(TenantId id) {
    return ask("tenant " + id, () -> catalog.standing(id));
  }

  @Override
  public StandingChanges changes(long since) {
    return ask("the standing of tenants", () -> catalog.changes(since));
  }

  @Override
  public Optional<Placement> destination(TenantId id) {
    return ask("where tenant " + id + " is being taken", () -> catalog.destination(id));
  }

  @Override
  public List<Placement> arrivals() {
    return ask("where tenants are about to be taken", catalog::arrivals);
  }

  @Override
  public BudgetShare holdBudget(BudgetClaim claim) {
    return ask("the budget of server " + claim.server(), () -> catalog.holdBudget(claim));
  }

  @Override
  public boolean releaseBudget(String server, UUID holder) {
    return ask("the budget of server " + server, () -> catalog.releaseBudget(server, holder));
  }

  /** Asks also while the catalog is known to be unreachable: an answer ends the outage. */
  void probe() {
    try {
      StandingChanges unused = catalog.changes(StandingChanges.NONE);
      end();
    } catch (CroftException e) {
      if (e.code() == ErrorCode.CATALOG_UNREACHABLE) {
        begin(e);
      } else {
        // A refusal is an answer, too; who asks is told it.
        end();
      }
      throw e;
    }
  }

  /** Has no effect: the catalog belongs to who made it. */
  @Override
  public void close() {}

  boolean reachable() {
    return reason == null;
  }

  CatalogSnapshot snapshot() {
    lock.lock();
    try {
      return new CatalogSnapshot(reason == null, outages, unanswered);
    } finally {
      lock.unlock();
    }
  }

  private <T> T ask(String what, Supplier<T> question) {
    @Nullable CroftException known = reason;
    if (known != null) {
      throw unanswered(what, known);
    }
    try {
      return question.get();
    } catch (CroftException e) {
      begin(e);
      throw e.code() == ErrorCode.CATALOG_UNREACHABLE ? unanswered(what, e) : e;
    }
  }

  private CroftException unanswered(String what, CroftException why) {
    lock.lock();
    try {
      unanswered++;
    } finally {
      lock.unlock();
    }
    return new CroftException(
        ErrorCode.CATALOG_UNREACHABLE,
        what + " is not known to this process, and " + why.getMessage(),
        why.hint() + "; tenants that this process knows are served from memory",
        why);
  }

  private void begin(CroftException why) {
    // An interrupted virtual thread has lost its socket, not the catalog.
    if (why.code() != ErrorCode.CATALOG_UNREACHABLE || Thread.currentThread().isInterrupted()) {
      return;
    }
    lock.lock();
    try {
      if (reason == null) {
        reason = why;
        outages++;
        sinceNanos = System.nanoTime();
        LOG.warn(
            "{}; tenants that this process knows are served from memory, others are refused until"
                + " it answers ({})",
            why.getMessage(),
            why.hint());
      }
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    if (reason == null) {
      return;
    }
    lock.lock();
    try {
      if (reason != null) {
        reason = null;
        long nanos = System.nanoTime() - sinceNanos;
        LOG.info("the catalog answers again, after {} ms", TimeUnit.NANOSECONDS.toMillis(nanos));
      }
    } finally {
      lock.unlock();
    }
  }
}

package io.croft.jobs;

import io.croft.catalog.Catalog;
import io.croft.catalog.Tenant;
import io.croft.core.Access;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Does work for each tenant of an application: some at once, each in its own scope, fair to all
 * servers. What fails for one tenant is kept with its name, and the others go on.
 *
 * <p>Immutable: each method that sets something returns another one. Safe for use by many threads.
 */
public final class TenantJobs {

  /** The default of {@link #concurrency}. */
  public static final int CONCURRENCY = 4;

  private final Catalog catalog;
  private final JobSettings settings;

  private TenantJobs(Catalog catalog, JobSettings settings) {
    this.catalog = catalog;
    this.settings = settings;
  }

  /** Returns jobs for the tenants of a catalog, which is not closed with them. */
  public static TenantJobs of(Catalog catalog) {
    return new TenantJobs(
        catalog,
        new JobSettings(
            CONCURRENCY,
            Integer.MAX_VALUE,
            null,
            Access.FULL,
            tenant -> true,
            null,
            null,
            progress -> {}));
  }

  /** How many tenants are worked on at once, each on a thread of its own; 4, at least 1. */
  public TenantJobs concurrency(int tenants) {
    return new TenantJobs(catalog, settings.withThreads(positive(tenants)));
  }

  /** After how many failures the work for no other tenant is begun; never by default. */
  public TenantJobs stopAfterFailures(int failures) {
    return new TenantJobs(catalog, settings.withFailures(positive(failures)));
  }

  /**
   * How long after its begin the job begins the work for no other tenant; for ever by default. Work
   * that has begun is not hurried.
   */
  public TenantJobs deadline(Duration time) {
    return new TenantJobs(catalog, settings.withDeadline(time));
  }

  /** What the work may do to the rows of its tenant; everything by default. */
  public TenantJobs access(Access access) {
    return new TenantJobs(catalog, settings.withAccess(access));
  }

  /** For which tenants; all by default. It is asked for each that is listed. */
  public TenantJobs only(Predicate<Tenant> wanted) {
    return new TenantJobs(catalog, settings.withWanted(wanted));
  }

  /**
   * Passes over the tenants that {@code ledger} has as done under this name, and notes those that
   * are done. A run that was killed, or has failed for some, is completed by running it again.
   */
  public TenantJobs resumable(JobLedger ledger, String run) {
    return new TenantJobs(catalog, settings.withLedger(ledger, run));
  }

  /**
   * Who is told after each tenant how far the job is, on the thread that runs it. What it throws
   * ends the job.
   */
  public TenantJobs progress(Consumer<JobProgress> listener) {
    return new TenantJobs(catalog, settings.withListener(listener));
  }

  /**
   * Runs the work for every active tenant and returns what came of it. The tenants are those of the
   * catalog; at the end it is listed again, until it has none that had no turn: tenants that were
   * made meanwhile are done too. A tenant whose standing has changed since it was listed is looked
   * at anew; one that moves is followed.
   *
   * <p>Blocks until all work that has begun has ended. Interrupting this thread interrupts the work
   * and begins no other; the report says so, and the thread stays interrupted.
   *
   * @throws CroftException {@code tenant-already-in-scope} inside a scope: the work for many is of
   *     no tenant; {@code catalog-unreachable} when there is no list to begin with; {@code
   *     operation-in-progress} when a run of that name is going on
   */
  public JobReport forEachTenant(TenantWork work) {
    Optional<TenantId> bound = TenantScope.current();
    if (bound.isPresent()) {
      throw new CroftException(
          ErrorCode.TENANT_ALREADY_IN_SCOPE,
          "work for each tenant cannot be begun inside the scope of tenant " + bound.get(),
          "leave the scope first");
    }
    if (settings.ledger() == null || settings.run() == null) {
      return new JobRun(catalog, settings, work, null).run();
    }
    try (JobLedger.Page page = settings.ledger().open(settings.run())) {
      return new JobRun(catalog, settings, work, page).run();
    }
  }

  private static int positive(int value) {
    if (value < 1) {
      throw new IllegalArgumentException("must be at least 1, found " + value);
    }
    return value;
  }
}

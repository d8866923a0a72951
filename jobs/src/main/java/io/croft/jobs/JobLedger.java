package io.croft.jobs;

import io.croft.core.CroftException;
import io.croft.core.TenantId;
import java.util.Set;

/**
 * Where jobs keep for which tenants they are done, so that a run of the same name passes these
 * over. Implementations are safe for use by many threads.
 *
 * <p>What a job has done and what a ledger has of it are two writes: who is killed between them
 * does that tenant again. Work that must not be done twice marks the tenant's home in its own
 * transaction ({@link HomeMarks}).
 */
public interface JobLedger {

  /**
   * Opens the page of a run, empty when there is none, for the caller alone.
   *
   * @param run its name, of the caller's choice, such as {@code invoices-2026-11}
   * @throws CroftException {@code operation-in-progress} when somebody else has opened it
   */
  Page open(String run);

  /** What is known of one run; for one thread at a time. */
  interface Page extends AutoCloseable {

    /** Returns the tenants that are done. */
    Set<TenantId> done();

    /** Says that a tenant is done; when this returns, that is kept through a crash. */
    void add(TenantId tenant);

    /** Lets others open it. */
    @Override
    void close();
  }
}

package io.croft.jdbc;

import io.croft.core.TenantId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The fair queue of one server without a server: what it costs to be admitted and to leave when
 * nobody else wants anything. It does to the queue and its lock what {@link ServerConnections} does
 * for one transaction. Used by one thread.
 */
public final class Admission {

  private static final int BUDGET = 8;
  private static final long TIMEOUT_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final ReentrantLock lock = new ReentrantLock();
  private final FairQueue queue = new FairQueue(BUDGET);
  private final List<TenantId> tenants;
  private int turns;

  /**
   * @param tenants how many take turns
   */
  public Admission(int tenants) {
    this.tenants = Stream.generate(TenantId::random).limit(tenants).toList();
  }

  private static final class Applicant implements Ticket.Applicant {

    private @Nullable Permit permit;

    @Override
    public void granted(Permit given) {
      permit = given;
    }

    @Override
    public void refused(Refusal refusal) {
      throw new IllegalStateException("refused: " + refusal);
    }

    Permit permit() {
      if (permit == null) {
        throw new IllegalStateException("nobody else is there, and yet it waits");
      }
      return permit;
    }
  }

  /** Returns the nanoseconds of one admission and its end, on average over {@code times}. */
  public double nanos(int times) {
    long begun = System.nanoTime();
    for (int i = 0; i < times; i++) {
      once();
    }
    return (double) (System.nanoTime() - begun) / times;
  }

  private void once() {
    TenantId tenant = tenants.get(turns++ % tenants.size());
    Applicant applicant = new Applicant();
    lock.lock();
    try {
      long now = System.nanoTime();
      Thread holder = Thread.currentThread();
      Ticket ticket = new Ticket(tenant, Lane.ALWAYS, holder, now + TIMEOUT_NANOS, applicant);
      @Nullable Refusal refusal = queue.arrive(ticket, TenantLimits.NONE, now);
      if (refusal != null) {
        throw new IllegalStateException("refused: " + refusal);
      }
    } finally {
      lock.unlock();
    }
    lock.lock();
    try {
      queue.ready(applicant.permit(), System.nanoTime());
    } finally {
      lock.unlock();
    }
    lock.lock();
    try {
      long now = System.nanoTime();
      queue.release(applicant.permit(), now);
      queue.opened(Lane.ALWAYS, now);
    } finally {
      lock.unlock();
    }
  }
}

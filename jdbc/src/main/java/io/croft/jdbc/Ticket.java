package io.croft.jdbc;

import io.croft.core.TenantId;

/** One request for a permit. What changes in it belongs to the queue that it was given to. */
final class Ticket {

  /** Who is told what becomes of a ticket. Called inside the queue, which it must not call. */
  interface Applicant {
    void granted(Permit permit);

    void refused(Refusal refusal);
  }

  private final TenantId tenant;
  private final Lane lane;
  private final Object holder;
  private final long deadlineNanos;
  private final Applicant applicant;
  private long order;
  private boolean nested;
  private boolean waiting;

  /**
   * @param holder who waits for it and will hold the permit; one who holds a permit of the same
   *     tenant already is served before all others
   * @param deadlineNanos when it gives up
   */
  Ticket(TenantId tenant, Lane lane, Object holder, long deadlineNanos, Applicant applicant) {
    this.tenant = tenant;
    this.lane = lane;
    this.holder = holder;
    this.deadlineNanos = deadlineNanos;
    this.applicant = applicant;
  }

  TenantId tenant() {
    return tenant;
  }

  Lane lane() {
    return lane;
  }

  Object holder() {
    return holder;
  }

  long deadlineNanos() {
    return deadlineNanos;
  }

  Applicant applicant() {
    return applicant;
  }

  /** Returns its number in the order of coming. */
  long order() {
    return order;
  }

  boolean nested() {
    return nested;
  }

  boolean waiting() {
    return waiting;
  }

  void queue(long itsOrder, boolean isNested) {
    order = itsOrder;
    nested = isNested;
    waiting = true;
  }

  void leave() {
    waiting = false;
  }
}

package io.croft.jdbc;

import io.croft.core.TenantId;
import java.sql.SQLException;
import java.util.Collection;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A thread that wants a connection. It is answered under the lock of its pool, before it wakes: who
 * comes later cannot take what it was given.
 */
final class Waiter implements Ticket.Applicant {

  /**
   * What a thread was given: a permit, and a place among the connections of the server.
   *
   * @param connection that has the place; null where a new one may simply be made
   * @param usable true when the connection is of the wanted kind, false when it is to be closed
   */
  record Grant(Permit permit, @Nullable PhysicalConnection connection, boolean usable) {}

  private final Collection<Waiter> room;
  private final Inventory inventory;
  private final LoginLane lane;
  private final Ticket ticket;
  private final long sinceNanos;
  private final Thread thread = Thread.currentThread();
  private volatile @Nullable Grant grant;
  private volatile @Nullable Refusal refusal;
  private volatile @Nullable SQLException failure;

  /**
   * @param room all who wait; this one leaves it when it is answered
   */
  Waiter(
      Collection<Waiter> room,
      Inventory inventory,
      LoginLane lane,
      TenantId tenant,
      Deadline deadline) {
    this.room = room;
    this.inventory = inventory;
    this.lane = lane;
    this.sinceNanos = deadline.startNanos();
    this.ticket = new Ticket(tenant, lane, thread, deadline.atNanos(), this);
  }

  LoginLane lane() {
    return lane;
  }

  Ticket ticket() {
    return ticket;
  }

  /** Returns since when its thread wants a connection, attempts before this one included. */
  long sinceNanos() {
    return sinceNanos;
  }

  @Override
  public void granted(Permit permit) {
    grant = inventory.choose(permit, lane, ticket.tenant());
    answer();
  }

  @Override
  public void refused(Refusal why) {
    refusal = why;
    answer();
  }

  void failed(SQLException why) {
    failure = why;
    answer();
  }

  private void answer() {
    room.remove(this);
    if (thread != Thread.currentThread()) {
      LockSupport.unpark(thread);
    }
  }

  boolean answered() {
    return grant != null || refusal != null || failure != null;
  }

  @Nullable Grant grant() {
    return grant;
  }

  /** Returns the grant of one who has got it. */
  Grant granted() {
    @Nullable Grant given = grant;
    if (given == null) {
      throw new IllegalStateException("nothing was granted");
    }
    return given;
  }

  @Nullable Refusal refusal() {
    return refusal;
  }

  @Nullable SQLException failure() {
    return failure;
  }

  /**
   * Waits for the answer, without burning anything; works on virtual threads.
   *
   * @return false when the deadline passed or the thread was interrupted first; the interruption is
   *     still there
   */
  boolean await(Deadline deadline) {
    while (!answered()) {
      long left = deadline.leftNanos();
      if (left <= 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      LockSupport.parkNanos(this, left);
    }
    return true;
  }
}

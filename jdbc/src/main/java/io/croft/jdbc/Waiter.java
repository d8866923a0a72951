package io.croft.jdbc;

import io.croft.core.TenantId;
import java.util.concurrent.locks.Condition;
import org.jspecify.annotations.Nullable;

/** A thread in the queue for a connection. Guarded by the lock of its queue. */
final class Waiter {

  /**
   * What a thread was given: one slot of the budget.
   *
   * @param idle a connection of the wanted kind, or one that is to be closed first; null where a
   *     new connection may simply be made
   */
  record Grant(@Nullable PhysicalConnection idle) {}

  final ConnectionKey key;
  final TenantId tenant;
  final Condition granted;
  @Nullable Grant grant;

  Waiter(ConnectionKey key, TenantId tenant, Condition granted) {
    this.key = key;
    this.tenant = tenant;
    this.granted = granted;
  }
}

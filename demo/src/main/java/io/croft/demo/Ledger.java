package io.croft.demo;

import io.croft.core.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What the clients know of their own writes: each is announced before it is sent and gets its
 * outcome when the client has one. Thread-safe; knows nothing of the database.
 */
final class Ledger {

  /** What a write does. */
  enum Kind {
    BOOK,
    CANCEL,
    PAY
  }

  /** How a write ended, as its client saw it. */
  enum Outcome {
    /** Sent, no answer yet. */
    PENDING,
    /** {@code commit()} returned: the write must be there, once. */
    ACKNOWLEDGED,
    /** {@code commit()} raised: the write may be there, at most once. */
    UNKNOWN,
    /** It raised before the commit: the write must not be there. */
    FAILED
  }

  /**
   * One write.
   *
   * @param operation chosen by the client, stored with the row
   * @param customer whose balance changes
   * @param booking the booking that is cancelled or paid; 0 for a new one
   * @param points what the balance changes by; 0 while unknown
   * @param endedNanos when the outcome was known, on the clock of {@link System#nanoTime}
   */
  record Entry(
      UUID operation,
      Kind kind,
      long customer,
      long booking,
      int points,
      Outcome outcome,
      long endedNanos) {

    Entry ended(Outcome how, int change) {
      return new Entry(operation, kind, customer, booking, change, how, System.nanoTime());
    }
  }

  private final Map<TenantId, Map<UUID, Entry>> entries = new ConcurrentHashMap<>();

  /** Writes down a write that is about to be sent. */
  Entry announce(TenantId tenant, UUID operation, Kind kind, long customer, long booking) {
    Entry entry = new Entry(operation, kind, customer, booking, 0, Outcome.PENDING, 0);
    of(tenant).put(operation, entry);
    return entry;
  }

  /** Writes down how a write ended. */
  void conclude(TenantId tenant, Entry ended) {
    of(tenant).put(ended.operation(), ended);
  }

  /** Returns all writes of the tenant so far. */
  List<Entry> entries(TenantId tenant) {
    return List.copyOf(of(tenant).values());
  }

  /** Returns the operations of all writes of the tenant that were ever announced. */
  Set<UUID> operations(TenantId tenant) {
    return of(tenant).keySet().stream().collect(Collectors.toUnmodifiableSet());
  }

  /** Returns how many writes of all tenants were acknowledged so far. */
  long acknowledged() {
    return entries.keySet().stream().mapToLong(this::acknowledged).sum();
  }

  /** Returns how many writes of the tenant were acknowledged so far. */
  long acknowledged(TenantId tenant) {
    return of(tenant).values().stream().filter(e -> e.outcome() == Outcome.ACKNOWLEDGED).count();
  }

  /** Returns how many writes of the tenant were acknowledged in the time from, to. */
  long acknowledged(TenantId tenant, long fromNanos, long toNanos) {
    return of(tenant).values().stream()
        .filter(e -> e.outcome() == Outcome.ACKNOWLEDGED)
        .filter(e -> e.endedNanos() - fromNanos >= 0 && e.endedNanos() - toNanos <= 0)
        .count();
  }

  private Map<UUID, Entry> of(TenantId tenant) {
    return entries.computeIfAbsent(tenant, t -> new ConcurrentHashMap<>());
  }
}

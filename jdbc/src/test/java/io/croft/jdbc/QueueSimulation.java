package io.croft.jdbc;

import io.croft.core.TenantId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A fair queue under a clock that jumps from one event to the next, with looping clients. */
final class QueueSimulation {

  /** How many seeds each property tries for each of its parameters. */
  static final int SEEDS = Integer.getInteger("croft.queue.seeds", 1);

  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long PATIENCE = TimeUnit.HOURS.toNanos(1);

  private record Event(long at, long order, Runnable what) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      int byTime = Long.compare(at, other.at);
      return byTime != 0 ? byTime : Long.compare(order, other.order);
    }
  }

  /** What one tenant was given. */
  static final class Served {
    long heldNanos;
    int permits;
    final List<Long> waits = new ArrayList<>();

    long longestWait() {
      return waits.stream().mapToLong(wait -> wait).max().orElse(0);
    }
  }

  private final FairQueue queue;
  private final int budget;
  private final Random random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final Map<TenantId, Served> served = new HashMap<>();
  private long now;
  private long scheduled;
  private long measuredFrom;

  QueueSimulation(int budget, long seed) {
    this.budget = budget;
    this.queue = new FairQueue(budget);
    this.random = new Random(seed);
    at(TICK, this::tick);
  }

  /** Adds clients of a tenant, each of which takes a permit, holds it, and thinks, for ever. */
  TenantId clients(int number, TenantLimits limits, long holdNanos, long thinkNanos) {
    TenantId tenant = TenantId.random();
    served.put(tenant, new Served());
    for (int i = 0; i < number; i++) {
      Object holder = new Object();
      at(random.nextInt(1_000_000), () -> arrive(tenant, limits, holder, holdNanos, thinkNanos));
    }
    return tenant;
  }

  /** Lets time pass. */
  void run(long nanos) {
    long end = now + nanos;
    while (!events.isEmpty() && events.peek().at() <= end) {
      Event next = events.remove();
      now = next.at();
      next.what().run();
      if (queue.inUse() > budget) {
        throw new AssertionError(queue.inUse() + " permits of " + budget);
      }
    }
    now = end;
  }

  /** Forgets what was measured so far. */
  void measure() {
    served.replaceAll((tenant, old) -> new Served());
    measuredFrom = now;
  }

  Served served(TenantId tenant) {
    return served.get(tenant);
  }

  FairQueue queue() {
    return queue;
  }

  long now() {
    return now;
  }

  private void arrive(
      TenantId tenant, TenantLimits limits, Object holder, long holdNanos, long thinkNanos) {
    long arrived = now;
    long hold = Math.max(1, (long) (holdNanos * (0.5 + random.nextDouble())));
    Ticket.Applicant applicant =
        new Ticket.Applicant() {
          @Override
          public void granted(Permit permit) {
            queue.ready(permit, now);
            if (arrived >= measuredFrom) {
              served.get(tenant).waits.add(now - arrived);
            }
            served.get(tenant).permits++;
            at(hold, () -> end(permit, tenant, limits, holder, holdNanos, thinkNanos, hold));
          }

          @Override
          public void refused(Refusal refusal) {
            throw new AssertionError(refusal);
          }
        };
    Ticket ticket = new Ticket(tenant, Lane.ALWAYS, holder, now + PATIENCE, applicant);
    if (queue.arrive(ticket, limits, now) != null) {
      at(TICK, () -> arrive(tenant, limits, holder, holdNanos, thinkNanos));
    }
  }

  private void end(
      Permit permit,
      TenantId tenant,
      TenantLimits limits,
      Object holder,
      long holdNanos,
      long thinkNanos,
      long hold) {
    served.get(tenant).heldNanos += hold;
    queue.release(permit, now);
    at(thinkNanos, () -> arrive(tenant, limits, holder, holdNanos, thinkNanos));
  }

  private void tick() {
    queue.tick(now);
    at(TICK, this::tick);
  }

  private void at(long delay, Runnable what) {
    events.add(new Event(now + delay, scheduled++, what));
  }
}

package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** A fair queue beside a ledger of what it was asked and what it gave, kept the simple way. */
final class QueueModel {

  /** What has become of a request. */
  private static final class Request implements Ticket.Applicant {
    private Ticket ticket;
    private Permit permit;
    private Refusal refusal;
    private int answers;

    @Override
    public void granted(Permit given) {
      permit = given;
      answers++;
    }

    @Override
    public void refused(Refusal why) {
      refusal = why;
      answers++;
    }
  }

  /** A kind of connection that opens and shuts. */
  private static final class Door implements Lane {
    private boolean open = true;
    private boolean evicts;

    @Override
    public boolean open() {
      return open;
    }

    @Override
    public boolean evicts() {
      return evicts;
    }
  }

  private static final int LEAST_TIME = 10_000_000;
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(2);

  private final int first;
  private int budget;
  private int most;
  private final FairQueue queue;
  private final Random random;
  private final List<TenantId> tenants = new ArrayList<>();
  private final List<Door> doors = List.of(new Door(), new Door(), new Door());
  private final List<Object> threads = new ArrayList<>();
  private final List<Request> waiting = new ArrayList<>();
  private final List<Request> holding = new ArrayList<>();
  private int withheld;
  private long now = Long.MAX_VALUE / 2;

  QueueModel(int budget, long seed) {
    this.first = budget;
    this.budget = budget;
    this.queue = new FairQueue(budget);
    this.random = new Random(seed);
    for (int i = 0; i < 5; i++) {
      tenants.add(TenantId.random());
      threads.add(new Object());
    }
  }

  /** Does one thing, chosen by {@code what}, and compares queue and ledger. */
  void act(int what) {
    now += random.nextInt(20_000_000);
    switch (what) {
      case 0, 1, 2 -> arrive();
      case 3, 4 -> giveUp();
      case 5, 6, 7 -> giveBack();
      case 8 -> queue.tick(now);
      case 9 -> toggleDoor();
      case 10 -> queue.pause(anyOf(tenants), now);
      case 11 -> queue.resume(anyOf(tenants), now);
      case 12 -> withhold();
      case 13 -> allow();
      default -> queue.forget(now);
    }
    compare();
  }

  /** Ends everything in a random order; all permits must be there again. */
  void end() {
    while (!waiting.isEmpty() || !holding.isEmpty()) {
      if (random.nextBoolean()) {
        giveUp();
      } else {
        giveBack();
      }
      compare();
    }
    queue.withhold(-withheld, now);
    withheld = 0;
    budget = first;
    queue.allow(budget, budget, now);
    for (int i = 0; i < budget; i++) {
      arrive(TenantId.random(), Lane.ALWAYS, new Object(), TenantLimits.NONE);
    }
    compare();
    assertThat(queue.inUse()).as("permits after all came back").isGreaterThanOrEqualTo(budget - 1);
    now += TimeUnit.MINUTES.toNanos(20);
    queue.tick(now);
    compare();
    assertThat(queue.inUse()).as("permits when nothing is nested").isEqualTo(budget);
    List.copyOf(holding).forEach(this::giveBack);
    // As long as the largest debt of database time may last.
    now += TimeUnit.HOURS.toNanos(2);
    tenants.forEach(tenant -> queue.resume(tenant, now));
    queue.forget(now);
    assertThat(queue.tenants()).as("tenants remembered").isZero();
  }

  private void arrive() {
    arrive(anyOf(tenants), anyOf(doors), anyOf(threads), limits());
  }

  private void arrive(TenantId tenant, Lane lane, Object thread, TenantLimits limits) {
    Request request = new Request();
    request.ticket = new Ticket(tenant, lane, thread, now + PATIENCE, request);
    waiting.add(request);
    if (queue.arrive(request.ticket, limits, now) != null) {
      waiting.remove(request);
      assertThat(request.answers).isZero();
    }
  }

  /** As a thread does at its deadline, when it is interrupted, and when the pool is closed. */
  private void giveUp() {
    if (waiting.isEmpty()) {
      return;
    }
    Request request = anyOf(waiting);
    if (!holding.isEmpty() && random.nextBoolean()) {
      // What comes back at that very moment may be given to the one that gives up.
      queue.release(holding.remove(random.nextInt(holding.size())).permit, now);
    }
    boolean cancelled = queue.cancel(request.ticket, now);
    assertThat(cancelled).as("taken back").isEqualTo(request.answers == 0);
    assertThat(queue.cancel(request.ticket, now)).as("taken back twice").isFalse();
    if (cancelled) {
      waiting.remove(request);
    }
  }

  private void giveBack() {
    if (!holding.isEmpty()) {
      Request request = anyOf(holding);
      assertThat(queue.cancel(request.ticket, now)).as("taken back when held").isFalse();
      giveBack(request);
    }
  }

  private void giveBack(Request request) {
    holding.remove(request);
    queue.release(request.permit, now);
    settle();
  }

  private void toggleDoor() {
    Door door = anyOf(doors);
    door.open = !door.open;
    anyOf(doors).evicts = random.nextBoolean();
    queue.opened(door, now);
  }

  private void withhold() {
    int change = withheld == 0 && queue.inUse() < budget ? 1 : -withheld;
    withheld += change;
    queue.withhold(change, now);
  }

  /** As a process does whose share of the server grows or shrinks. */
  private void allow() {
    budget = random.nextInt(first + 1);
    queue.allow(budget, budget, now);
  }

  private TenantLimits limits() {
    return random.nextInt(3) > 0
        ? TenantLimits.NONE
        : new TenantLimits(
            1 + random.nextInt(3),
            1 + random.nextInt(3),
            1 + random.nextInt(100),
            LEAST_TIME + random.nextInt(990_000_000),
            random.nextBoolean());
  }

  /** Moves those that were answered from the waiting to the holding. */
  private void settle() {
    for (Request request : List.copyOf(waiting)) {
      if (request.answers > 0) {
        waiting.remove(request);
        if (request.permit != null) {
          queue.ready(request.permit, now);
          holding.add(request);
        }
      }
    }
  }

  private void compare() {
    settle();
    assertThat(holding).allMatch(one -> one.answers == 1 && one.refusal == null);
    assertThat(queue.inUse()).as("permits").isEqualTo(holding.size());
    most = Math.max(budget - withheld, Math.min(most, queue.inUse()));
    assertThat(queue.inUse()).as("permits").isLessThanOrEqualTo(most);
    assertThat(queue.waiting()).as("waiting").isEqualTo(waiting.size());
    assertThat(waiting).allMatch(one -> one.ticket.waiting());
    requireNoIdlePermit();
  }

  /** Nobody waits who may be served while more is free than is ever kept back. */
  private void requireNoIdlePermit() {
    int free = budget - withheld - queue.inUse();
    int kept = 2 + (budget + 7) / 8;
    for (Request one : waiting) {
      TenantNumbers numbers = queue.numbers(one.ticket.tenant());
      boolean first = numbers.inUse() == 0 && numbers.waiting() == 1;
      boolean limited = !numbers.limits().equals(TenantLimits.NONE) || isPaused(one);
      assertThat(free <= kept || !first || limited || !one.ticket.lane().open())
          .as("%d permits lie idle", free)
          .isTrue();
    }
  }

  private boolean isPaused(Request one) {
    return queue.isPaused(one.ticket.tenant());
  }

  private <T> T anyOf(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}

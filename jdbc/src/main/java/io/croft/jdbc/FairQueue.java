package io.croft.jdbc;

import io.croft.core.TenantId;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who gets the next permit of one server: start-time fair queueing over tenants (Goyal, Vin, Cheng:
 * Start-time Fair Queuing, SIGCOMM 1996). A state machine: it has no clock, no thread and no lock;
 * the caller gives the time, which never goes back, and guards it.
 *
 * <p>A tenant's permits are laid end to end on a line of virtual time, each as long as it is held,
 * divided by the weight; the one that would begin first is given first. How long that is, is
 * estimated before, corrected while it is held ({@link #tick}) and settled at its end. A tenant
 * that comes back begins at the present, so that it is next, whatever the others have queued.
 *
 * <p>Beyond that order: the last permit goes to those who hold none. Tenants that are expensive
 * leave some permits to those that are not. One whose cost is unknown has one permit until it is
 * known. Nested requests (the holder has a permit of the same tenant) come first and pass the
 * tenant's limits, because what it holds is not freed otherwise; while there are such, one permit
 * is kept for them. Each operation costs the logarithm of the number of waiting tenants, but for
 * {@link #tick} and {@link #forget}.
 */
final class FairQueue {

  private static final int MOST_NESTED = 3;
  private static final long NESTING_NANOS = TimeUnit.MINUTES.toNanos(10);
  private static final long CIRCLE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long STREAK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private final Map<TenantId, Share> shares = new HashMap<>();
  private final Backlog backlog = new Backlog();
  private final Holders holders = new Holders();
  private final LinkedHashSet<Ticket> nested = new LinkedHashSet<>();
  private final LinkedHashSet<Permit> running = new LinkedHashSet<>();
  private final OverLimits overLimits;
  private int budget;
  private int promised;
  private int withheld;
  private int waiting;
  private int expensive;
  private int nestedInUse;
  private long virtual;
  private long arrivals;
  private long nestingUntil;
  private boolean nesting;
  private long changedAt;

  FairQueue(int budget) {
    this(budget, (tenant, reason, enforced, now) -> {});
  }

  /**
   * @param witness is told each time that a request is over a limit
   */
  FairQueue(int budget, OverLimits.Witness witness) {
    this.budget = budget;
    this.overLimits = new OverLimits(witness);
  }

  /**
   * Takes a request in. Its applicant is told the permit, now or later.
   *
   * @param limits of its tenant; they hold from now on for all its requests
   * @return why it is turned away; null when it was taken in
   */
  @Nullable Refusal arrive(Ticket ticket, TenantLimits limits, long now) {
    Share share = shares.computeIfAbsent(ticket.tenant(), one -> new Share(one, virtual, now));
    if (share.idle()) {
      share.wake(virtual, now);
    }
    boolean changed = !share.limits().equals(limits);
    share.take(limits);
    int held = holders.count(ticket.holder(), share);
    boolean isNested = held > 0 && held <= MOST_NESTED;
    if (!isNested) {
      @Nullable Refusal refusal = overLimits.check(share, ticket, budget, now);
      if (refusal != null) {
        return refusal;
      }
    }
    ticket.queue(++arrivals, isNested);
    waiting++;
    if (waiting == 1 && !isNested && serves(share, now) && ticket.lane().open()) {
      share.catchUp(virtual);
      grant(ticket, share, 0, now);
      return null;
    }
    if (waiting == 1) {
      chargeRunning(now);
    }
    if (isNested) {
      nested.add(ticket);
      nesting = true;
      nestingUntil = now + NESTING_NANOS;
    } else {
      share.waiting().add(ticket);
    }
    if (changed || share.waiting().size() == 1) {
      place(share, now);
    }
    dispatch(now);
    return null;
  }

  /** Takes a request out that waits no longer; false when it no longer waited. */
  boolean cancel(Ticket ticket, long now) {
    if (!ticket.waiting()) {
      return false;
    }
    Share share = shareOf(ticket);
    leave(ticket, share);
    place(share, now);
    dispatch(now);
    return true;
  }

  /** Says that the connection is there: what it cost to make is charged, but not learned. */
  void ready(Permit permit, long now) {
    permit.ready(now);
  }

  /** Says that a permit which is held came to nothing: it is none of the tenant's requests. */
  void uncount(Permit permit) {
    permit.share().uncount(permit);
  }

  /** Takes a permit back, which must be held. */
  void release(Permit permit, long now) {
    if (!running.remove(permit)) {
      throw new IllegalStateException("a permit comes back that is not held");
    }
    Share share = permit.share();
    expensive -= permit.expensive() ? 1 : 0;
    nestedInUse -= permit.nested() ? 1 : 0;
    holders.remove(permit);
    share.end(permit, now);
    changedAt = now;
    place(share, now);
    passOn(permit, now);
    dispatch(now);
  }

  /** Charges what is being held, and serves whom the passing of time or of a bar allows. */
  void tick(long now) {
    chargeRunning(now);
    backlog.admitAll(virtual);
    dispatch(now);
    breakCircle(now);
  }

  /** Says that {@code lane} may have opened. */
  void opened(Lane lane, long now) {
    backlog.admit(lane, virtual);
    dispatch(now);
  }

  /** Gives out so many permits less; negative: more again. */
  void withhold(int permits, long now) {
    withheld += permits;
    changedAt = now;
    dispatch(now);
  }

  /**
   * Gives out so many permits in all from now on; what is held beyond that stays held.
   *
   * @param fair how many it will be when others have given back what they have too much
   */
  void allow(int permits, int fair, long now) {
    budget = permits;
    promised = fair;
    dispatch(now);
  }

  /**
   * Returns how many permits there is use for, and what is kept free beside so many.
   *
   * @param lately true to count those in use at once since the last such call, too
   */
  int demand(boolean lately) {
    int now = running.size() + nested.size() + backlog.servable();
    int most = lately ? Math.max(holders.takePeak(), now) : now;
    return Reserve.budgetFor(most) + (nesting && nestedInUse == 0 && most > 0 ? 1 : 0);
  }

  /** Gives no permit to that tenant until {@link #resume}; its requests wait. */
  void pause(TenantId tenant, long now) {
    Share share = shares.computeIfAbsent(tenant, one -> new Share(one, virtual, now));
    share.pause(true);
    place(share, now);
  }

  /** Ends a pause; no effect when there is none. */
  void resume(TenantId tenant, long now) {
    @Nullable Share share = shares.get(tenant);
    if (share != null) {
      share.pause(false);
      place(share, now);
      dispatch(now);
    }
  }

  boolean isPaused(TenantId tenant) {
    @Nullable Share share = shares.get(tenant);
    return share != null && share.paused();
  }

  /** Forgets tenants that have nothing, owe nothing and were not seen for a minute. */
  void forget(long now) {
    if (nested.isEmpty()) {
      shares.values().removeIf(share -> share.forgettable(virtual, now));
    }
  }

  /** Returns true when one permit less would still leave those that are kept for some. */
  boolean spares(long now) {
    return free() - keptForNested(now) > 2;
  }

  int waiting() {
    return waiting;
  }

  int inUse() {
    return running.size();
  }

  /** Returns of how many tenants something is known. */
  int tenants() {
    return shares.size();
  }

  TenantNumbers numbers(TenantId tenant) {
    @Nullable Share share = shares.get(tenant);
    if (share == null) {
      return new TenantNumbers(0, 0, false, 0, TenantLimits.NONE);
    }
    long nestedWaiting = nested.stream().filter(one -> one.tenant().equals(tenant)).count();
    return share.numbers((int) nestedWaiting);
  }

  private void dispatch(long now) {
    for (Share due = backlog.wake(now); due != null; due = backlog.wake(now)) {
      place(due, now);
    }
    while (free() > 0) {
      if (!nested.isEmpty()) {
        Ticket first = nested.iterator().next();
        grant(first, shareOf(first), 0, now);
        continue;
      }
      @Nullable Share next = next(now);
      if (next == null) {
        return;
      }
      if (next.head().lane().open()) {
        grant(next.head(), next, 0, now);
      } else {
        backlog.holdBack(next);
      }
    }
  }

  /**
   * Lets a tenant go on for some moments with the connection that it gives back, where the next one
   * would have to close a connection to get its own: else more tenants than connections would make
   * a new one for each transaction. What it gets is charged; the next one waits no longer than
   * that.
   */
  private void passOn(Permit permit, long now) {
    Share share = permit.share();
    long streak = permit.streakNanos() + permit.heldNanos(now);
    if (free() > 0
        && nested.isEmpty()
        && streak < STREAK_NANOS
        && share.spot.place == Spot.Place.READY
        && !share.head().lane().evicts()) {
      @Nullable Share next = next(now);
      if (next != null && next != share && next.head().lane().evicts()) {
        grant(share.head(), share, streak, now);
      }
    }
  }

  private @Nullable Share next(long now) {
    int free = free() - keptForNested(now);
    return free <= 0
        ? null
        : backlog.first(Reserve.isForNew(budget, free), Reserve.isForCheap(budget, expensive));
  }

  /** Returns true when a tenant that alone wants a permit may have it. */
  private boolean serves(Share share, long now) {
    int free = free() - keptForNested(now);
    return free > 0
        && !(Reserve.isForNew(budget, free) && share.inUse() > 0)
        && !(Reserve.isForCheap(budget, expensive) && share.expensive())
        && !share.paused()
        && !share.full()
        && share.allowedAt(now) - now <= 0;
  }

  private int free() {
    return budget - withheld - running.size();
  }

  private int keptForNested(long now) {
    nesting = nesting && now - nestingUntil < 0;
    return nesting && nestedInUse == 0 && budget > 1 ? 1 : 0;
  }

  private void grant(Ticket ticket, Share share, long streak, long now) {
    leave(ticket, share);
    Permit permit = new Permit(share, ticket, streak, now);
    long start = share.start(ticket.nested(), now);
    if (ticket.nested()) {
      nestedInUse++;
    } else {
      virtual = Math.max(virtual, start);
    }
    running.add(permit);
    expensive += permit.expensive() ? 1 : 0;
    holders.add(permit);
    changedAt = now;
    ticket.applicant().granted(permit);
    place(share, now);
  }

  private void leave(Ticket ticket, Share share) {
    ticket.leave();
    waiting--;
    if (ticket.nested()) {
      nested.remove(ticket);
    } else {
      share.waiting().remove(ticket);
    }
  }

  /** Puts a share where it belongs after something of it has changed. */
  private void place(Share share, long now) {
    boolean wasReady = share.spot.place == Spot.Place.READY;
    @Nullable Lane left = wasReady ? share.spot.lane : null;
    backlog.remove(share);
    if (!share.waiting().isEmpty() && !share.paused() && !share.full()) {
      if (!wasReady) {
        share.catchUp(virtual);
      }
      long allowedAt = share.allowedAt(now);
      if (allowedAt - now > 0) {
        backlog.putTimed(share, allowedAt);
      } else {
        backlog.putReady(share);
      }
    }
    if (left != null) {
      backlog.admit(left, virtual);
    }
  }

  private void chargeRunning(long now) {
    for (Permit permit : running) {
      long late = permit.heldNanos(now) - permit.charged();
      if (late <= 0) {
        continue;
      }
      Share share = permit.share();
      share.charge(permit.charge(permit.heldNanos(now)), now);
      long worked = permit.workedNanos(now);
      if (worked > Share.EXPENSIVE_NANOS) {
        expensive += permit.expensive() ? 0 : 1;
        permit.becomeExpensive();
        share.learnExpensive(worked);
      }
      place(share, now);
    }
  }

  /** Turns the last nested request away when nothing else could ever free a permit. */
  private void breakCircle(long now) {
    if (nested.isEmpty() || free() > 0 || now - changedAt < CIRCLE_NANOS) {
      return;
    }
    if (withheld == 0 && budget >= promised && holders.sum(nested) == running.size()) {
      Ticket last = nested.stream().reduce((before, later) -> later).orElseThrow();
      leave(last, shareOf(last));
      changedAt = now;
      last.applicant().refused(new Refusal(Refusal.Reason.CIRCLE, CIRCLE_NANOS));
    }
  }

  private Share shareOf(Ticket ticket) {
    return Objects.requireNonNull(shares.get(ticket.tenant()));
  }
}

package io.croft.jdbc;

import io.croft.catalog.BudgetShare;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;

/**
 * The share of a server's budget that one pool works with: what it may use, and what it asks for.
 *
 * <p>What is needed is remembered for one to two seconds, longer than from one claim to the next;
 * what is open beyond that is wished for, so that idle connections stay while nobody lacks them. A
 * connection that was closed in favour of another one is wished back, and one that will be used in
 * a moment is wished ahead.
 *
 * <p>A share that has become smaller binds at once: idle connections beyond it are closed, those in
 * use when they come back, and none is made before there is room again.
 */
final class PoolBudget {

  private static final long SPAN_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final String server;
  private final ReentrantLock lock;
  private final FairQueue queue;
  private final Inventory inventory;
  private final BudgetHolder holder;
  private final IntConsumer closeIdle;
  private BudgetShare share;
  private int claimed;
  private int recent;
  private int before;
  private int wished;
  private long spanStart = System.nanoTime();
  private volatile boolean shrinking;

  /**
   * @param lock that of the pool
   * @param closeIdle closes so many idle connections; called without the lock
   */
  PoolBudget(
      String server,
      ReentrantLock lock,
      FairQueue queue,
      Inventory inventory,
      BudgetHolder holder,
      BudgetShare first,
      IntConsumer closeIdle) {
    this.server = server;
    this.lock = lock;
    this.queue = queue;
    this.inventory = inventory;
    this.holder = holder;
    this.closeIdle = closeIdle;
    this.share = first;
    bind(first);
  }

  String server() {
    return server;
  }

  /** Returns what to claim. Takes the lock. */
  BudgetDemand demand() {
    lock.lock();
    try {
      note(queue.demand(true));
      claimed = Math.max(recent, before);
      int wish = inventory.total() + inventory.takeEvictions() + wished;
      wished = 0;
      return new BudgetDemand(reach(), claimed, wish);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Works with {@code news} from now on. Takes the lock.
   *
   * @return true when less can be used than was claimed, which others may have
   */
  boolean take(BudgetShare news) {
    int reached;
    int surplus;
    lock.lock();
    try {
      reached = reach();
      bind(news);
      surplus = inventory.surplus();
    } finally {
      lock.unlock();
    }
    if (surplus > 0) {
      closeIdle.accept(surplus);
    }
    lock.lock();
    try {
      shrinking = inventory.surplus() > 0;
      return reach() < reached;
    } finally {
      lock.unlock();
    }
  }

  /** Expects no more than there is: the catalog does not answer. Takes the lock. */
  void goOn() {
    lock.lock();
    try {
      queue.allow(share.permits(), share.permits(), System.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /** Returns true when others have yet to give back what is needed here. Takes the lock. */
  boolean lacks() {
    lock.lock();
    try {
      return share.permits() < Math.min(share.fair(), Math.max(1, claimed));
    } finally {
      lock.unlock();
    }
  }

  /**
   * Asks for more when more is needed than there is. Under the lock.
   *
   * @return false when there will be nothing: more processes share the budget than it has
   *     connections
   */
  boolean crowded() {
    if (share.permits() < share.budget()) {
      int need = Math.min(queue.demand(false), share.budget());
      note(need);
      if (need > share.permits() && need > claimed) {
        // Until the answer is there, nobody is turned away who waits for more to come.
        queue.allow(share.permits(), need, System.nanoTime());
        holder.soon(this);
      }
    }
    return share.permits() > 0 || share.fair() > 0;
  }

  /**
   * Asks for so many connections more than there are, as far as no other process lacks them. Under
   * the lock.
   *
   * @return false when there will be none
   */
  boolean wish(int more) {
    if (share.permits() >= share.budget()) {
      return false;
    }
    wished = Math.max(wished, more);
    holder.soon(this);
    return true;
  }

  /** Returns true while a connection that comes back is one too many. Takes the lock. */
  boolean isExceeded() {
    if (!shrinking) {
      return false;
    }
    lock.lock();
    try {
      return inventory.surplus() > 0;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Says that a connection was closed; the last one too many is told to the others. Under the lock.
   */
  void closed() {
    if (shrinking && inventory.surplus() == 0) {
      shrinking = false;
      holder.soon(this);
    }
  }

  private void bind(BudgetShare news) {
    share = news;
    inventory.allow(news.permits(), news.budget());
    queue.allow(news.permits(), news.fair(), System.nanoTime());
    shrinking = inventory.surplus() > 0;
  }

  /** Returns the most connections that there are, or may be before a new share is known. */
  private int reach() {
    return Math.max(inventory.total(), share.permits());
  }

  private void note(int need) {
    long now = System.nanoTime();
    if (now - spanStart > SPAN_NANOS) {
      before = now - spanStart > 2 * SPAN_NANOS ? 0 : recent;
      recent = 0;
      spanStart = now;
    }
    recent = Math.max(recent, need);
  }
}

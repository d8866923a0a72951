package io.croft.move;

import io.croft.catalog.ControlCatalog;
import io.croft.catalog.TenantRow;
import io.croft.core.CroftException;
import io.croft.core.DaemonThreads;
import io.croft.core.ErrorCode;
import io.croft.move.BulkItem.Outcome;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Moves many tenants, some at once. Each move is put into the catalog when its turn has come, and
 * claimed, so that processes which move the same tenants share them; what one of them has left is
 * taken up by the next run, which is also how a bulk move is resumed. A tenant whose move fails
 * does not stop the others.
 */
public final class BulkMove {

  private final ControlCatalog catalog;
  private final Mover mover;
  private final BulkFilter filter;
  private final BulkTarget target;

  /** Moves nobody yet. */
  public BulkMove(ControlCatalog catalog, Mover mover, BulkFilter filter, BulkTarget target) {
    this.catalog = catalog;
    this.mover = mover;
    this.filter = filter;
    this.target = target;
  }

  /**
   * Returns what {@link #run} would do with each tenant, as far as the catalog tells: whether a
   * tenant is too large for the mode, or its home cannot be moved, is found out when it is moved.
   *
   * @param limit how many tenants would be moved at most; at least 1
   */
  public List<BulkItem> preview(int limit) {
    List<BulkItem> items = new ArrayList<>();
    Map<String, Integer> arriving = new HashMap<>();
    int planned = 0;
    BulkTurn turn = new BulkTurn(catalog, mover, target, "preview", () -> false);
    for (TenantRow row : new BulkCandidates(catalog, filter, target).list()) {
      BulkItem item = turn.look(row, arriving);
      if (item.outcome() == Outcome.PLANNED && ++planned > limit) {
        break;
      }
      items.add(item);
    }
    return List.copyOf(items);
  }

  /**
   * Moves the tenants; blocks until all of them are moved, or cannot be.
   *
   * @param limit how many moves are begun or taken up at most; at least 1
   * @param atOnce how many tenants are moved at the same time; at least 1
   * @param worker names this process in the catalog
   * @param ending whether this process is to end: then no further move is begun, and those that run
   *     are finished or given back
   * @param listener hears what became of each tenant, in no particular thread, one at a time
   * @throws CroftException {@code server-unknown}; {@code catalog-unreachable}, after the moves
   *     that run have ended; {@code interrupted}
   */
  public BulkReport run(
      int limit, int atOnce, String worker, BooleanSupplier ending, Consumer<BulkItem> listener) {
    long begun = System.nanoTime();
    List<BulkItem> items = Collections.synchronizedList(new ArrayList<>());
    Consumer<BulkItem> told =
        item -> {
          synchronized (items) {
            items.add(item);
            listener.accept(item);
          }
        };
    try (MoverSessions sessions = mover.sessions()) {
      BulkTurn turn = new BulkTurn(catalog, mover.over(sessions), target, worker, ending);
      new Turns(turn, new BulkCandidates(catalog, filter, target).list(), limit, ending, told)
          .take(atOnce);
    } catch (SQLException e) {
      throw MoveErrors.unexpected(e);
    }
    return new BulkReport(items, Duration.ofNanos(System.nanoTime() - begun));
  }

  /** The tenants that have still to get their turn. */
  private static final class Turns {

    private final BulkTurn turn;
    private final Queue<TenantRow> waiting;
    private final Queue<TenantRow> elsewhere = new ConcurrentLinkedQueue<>();
    private final AtomicInteger left;
    private final BooleanSupplier ending;
    private final Consumer<BulkItem> told;
    private volatile boolean broken;

    private Turns(
        BulkTurn turn,
        List<TenantRow> rows,
        int limit,
        BooleanSupplier ending,
        Consumer<BulkItem> told) {
      this.turn = turn;
      this.waiting = new ConcurrentLinkedQueue<>(rows);
      this.left = new AtomicInteger(limit);
      this.ending = ending;
      this.told = told;
    }

    private void take(int atOnce) throws SQLException {
      ExecutorService threads =
          Executors.newFixedThreadPool(atOnce, new DaemonThreads("croft bulk move"));
      try {
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < atOnce; i++) {
          all.add(threads.submit(this::work));
        }
        for (Future<?> one : all) {
          MoveErrors.join(one);
        }
        for (TenantRow row = elsewhere.poll(); row != null; row = elsewhere.poll()) {
          told.accept(turn.await(row));
        }
      } finally {
        broken = true;
        threads.shutdown();
      }
    }

    private void work() {
      while (!broken && !ending.getAsBoolean()) {
        TenantRow row = waiting.poll();
        if (row == null) {
          return;
        }
        try {
          take(row);
        } catch (RuntimeException e) {
          CroftException known = e instanceof CroftException own ? own : MoveErrors.unexpected(e);
          if (known.code() == ErrorCode.CATALOG_UNREACHABLE
              || known.code() == ErrorCode.INTERRUPTED) {
            broken = true;
            throw known;
          }
          told.accept(turn.item(row, Outcome.FAILED).because(known));
        }
      }
    }

    /** A tenant that needs no move does not count against the limit. */
    private void take(TenantRow row) {
      BulkItem item = turn.look(row);
      if (item.outcome() != Outcome.PLANNED) {
        told.accept(item);
      } else if (left.getAndDecrement() <= 0) {
        waiting.clear();
      } else {
        turn.take(row).ifPresentOrElse(told, () -> elsewhere.add(row));
      }
    }
  }
}

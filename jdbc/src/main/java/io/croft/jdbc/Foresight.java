package io.croft.jdbc;

import io.croft.catalog.Catalog;
import io.croft.core.Access;
import io.croft.core.CroftException;
import io.croft.core.DaemonThreads;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes connections to the home to which a tenant is being taken: before its fence where the
 * catalog tells of it in time, else while its transactions wait, which would each begin there with
 * a log-in. Nothing depends on it; what cannot be done is left. It has threads only while it works.
 */
final class Foresight implements AutoCloseable {

  /** Makes connections ahead of their use. */
  interface Connecting {

    /** Returns how many connections the tenant uses at its home, or has used last. */
    int at(Placement home, Access access);

    /**
     * Does nothing where {@code most} are idle or being made.
     *
     * @return false when it may be of use to try again in a moment
     */
    boolean to(Placement home, Access access, int most) throws SQLException;
  }

  private static final Logger LOG = LoggerFactory.getLogger(Foresight.class);
  private static final int MOST_CONNECTIONS = 4;
  private static final int MOST_BEFORE_FENCE = 16;

  /** So many log in at once before a fence: the tenant and its neighbours work on meanwhile. */
  private static final int AT_ONCE = 2;

  /** So often a place is looked for that the server's budget may give. */
  private static final int TRIES = 10;

  private static final long TRY_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final long OUTDATED_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Catalog catalog;
  private final Connecting connecting;
  private final ConcurrentHashMap<TenantId, Approach> approaches = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          2 * MOST_CONNECTIONS,
          5,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          new DaemonThreads("croft-jdbc-foresight"),
          new ThreadPoolExecutor.DiscardPolicy());

  Foresight(Catalog catalog, Connecting connecting) {
    this.catalog = catalog;
    this.connecting = connecting;
  }

  /** One tenant at its fence. */
  private final class Approach {
    private final long since = System.nanoTime();
    private final List<Access> before = new ArrayList<>();
    private int waiting;
    private @Nullable Placement destination;

    synchronized void join(Access access) {
      if (waiting == MOST_CONNECTIONS) {
        return;
      }
      waiting++;
      @Nullable Placement known = destination;
      if (known == null) {
        before.add(access);
      } else {
        connect(known, access);
      }
    }

    synchronized void learn(Placement news) {
      destination = news;
      before.forEach(access -> connect(news, access));
      before.clear();
    }

    boolean outdated() {
      return System.nanoTime() - since > OUTDATED_NANOS;
    }
  }

  /** Says that one more thread waits for the tenant. */
  void expect(TenantId tenant, Access access) {
    approaches
        .compute(tenant, (same, known) -> known == null || known.outdated() ? ask(tenant) : known)
        .join(access);
  }

  /**
   * Says that the tenant will soon be taken from {@code present} to {@code next}; makes as many
   * connections there as it uses here.
   */
  void arriving(Placement present, Placement next) {
    int wanted = Math.min(MOST_BEFORE_FENCE, connecting.at(present, Access.FULL));
    for (int i = 0; i < Math.min(AT_ONCE, wanted); i++) {
      threads.execute(() -> connectAhead(next, wanted));
    }
  }

  private void connectAhead(Placement home, int wanted) {
    int tries = TRIES;
    for (int made = 0; made < wanted && tries > 0; ) {
      if (connectNow(home, Access.FULL, wanted)) {
        made += AT_ONCE;
      } else {
        tries--;
        LockSupport.parkNanos(TRY_AGAIN_NANOS);
      }
    }
  }

  /** Says that the tenant's way is clear. */
  void end(TenantId tenant) {
    approaches.remove(tenant);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private Approach ask(TenantId tenant) {
    Approach approach = new Approach();
    threads.execute(
        () -> {
          try {
            catalog.destination(tenant).ifPresent(approach::learn);
          } catch (CroftException e) {
            LOG.debug("where tenant {} is being taken is not known: {}", tenant, e.getMessage());
          }
        });
    return approach;
  }

  private void connect(Placement home, Access access) {
    threads.execute(
        () -> {
          boolean unused = connectNow(home, access, MOST_CONNECTIONS);
        });
  }

  private boolean connectNow(Placement home, Access access, int most) {
    try {
      return connecting.to(home, access, most);
    } catch (SQLException e) {
      LOG.debug("no connection to {} ahead of its use: {}", home.summary(), e.getMessage());
      return true;
    }
  }
}

package io.croft.home;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Administrator connections that are kept for the next work on the same database: opening one costs
 * more than making a home in the pool. A server that says nothing for longer than any such work may
 * take is given up. Thread-safe.
 */
final class AdminSessions implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AdminSessions.class);
  private static final int KEPT_PER_DATABASE = 4;

  /** A server may be stopped and started again in less than half a second. */
  private static final long TRUSTED_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private static final int CHECK_SECONDS = 2;

  /** A large home may take minutes to be dropped, of which the server says nothing. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(30);

  private final AdminConnections connections;
  private final Duration longestSilence;
  private final Map<Key, Deque<Idle>> kept = new HashMap<>();
  private boolean closed;

  AdminSessions(AdminConnections connections) {
    this(connections, LONGEST_SILENCE);
  }

  AdminSessions(AdminConnections connections, Duration longestSilence) {
    this.connections = connections;
    this.longestSilence = longestSilence;
  }

  /** Work on a connection, with a result. */
  interface Work<T> {
    T on(Connection admin) throws SQLException;
  }

  private record Key(String server, String database) {}

  private record Idle(Connection connection, long sinceNanos) {}

  /** Does {@code work} on a connection in autocommit, which is closed when the work fails. */
  <T> T with(String server, String database, Work<T> work) throws SQLException {
    Key key = new Key(server, database);
    Connection admin = take(key);
    T result;
    try {
      result = work.on(admin);
    } catch (SQLException | RuntimeException e) {
      closeAfter(admin, e);
      throw e;
    }
    giveBack(key, admin);
    return result;
  }

  @Override
  public synchronized void close() {
    closed = true;
    for (Deque<Idle> idle : kept.values()) {
      idle.forEach(AdminSessions::end);
    }
    kept.clear();
  }

  private static void end(Idle session) {
    try {
      session.connection().close();
    } catch (SQLException e) {
      // It broke while nobody used it, and whoever closes cannot do more about it.
      LOG.debug("an idle administrator connection was broken", e);
    }
  }

  private Connection take(Key key) throws SQLException {
    for (Idle idle = poll(key); idle != null; idle = poll(key)) {
      if (System.nanoTime() - idle.sinceNanos() < TRUSTED_NANOS
          || idle.connection().isValid(CHECK_SECONDS)) {
        return idle.connection();
      }
      idle.connection().close();
    }
    Connection opened = connections.open(key.server(), key.database());
    opened.setNetworkTimeout(Runnable::run, Math.toIntExact(longestSilence.toMillis()));
    return opened;
  }

  private synchronized @Nullable Idle poll(Key key) {
    Deque<Idle> idle = kept.get(key);
    return idle == null ? null : idle.pollFirst();
  }

  private void giveBack(Key key, Connection admin) throws SQLException {
    synchronized (this) {
      Deque<Idle> idle = kept.computeIfAbsent(key, any -> new ArrayDeque<>());
      if (!closed && idle.size() < KEPT_PER_DATABASE) {
        idle.addFirst(new Idle(admin, System.nanoTime()));
        return;
      }
    }
    admin.close();
  }

  private static void closeAfter(Connection admin, Exception cause) {
    try {
      admin.close();
    } catch (SQLException e) {
      cause.addSuppressed(e);
    }
  }
}

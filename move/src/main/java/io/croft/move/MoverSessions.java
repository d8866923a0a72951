package io.croft.move;

import io.croft.core.Placement;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

/**
 * Sessions of the mover that are kept for the next move: a move of a small tenant would spend half
 * of its time on opening its dozen. Only those on the database that a server's homes share are
 * kept, for another one may have to be dropped. Thread-safe; closing ends all that are not in use.
 */
final class MoverSessions implements MoverAccess, AutoCloseable {

  private static final int KEPT_PER_SERVER = 16;

  /** Everything a move may have set goes; in one flight with what each session begins with. */
  private static final String ANEW = "RESET ALL; SET application_name = 'croft mover %s';";

  private final MoverAccess access;
  private final Map<String, Deque<Connection>> kept = new HashMap<>();
  private boolean closed;

  MoverSessions(MoverAccess access) {
    this.access = access;
  }

  @Override
  public String jdbcUrl(String server, String database) {
    return access.jdbcUrl(server, database);
  }

  @Override
  public String password(String server) {
    return access.password(server);
  }

  @Override
  public Connection session(Placement home, Opening opening, String settings) throws SQLException {
    if (!home.database().equals(Placement.SHARED_DATABASE)) {
      return opening.open();
    }
    for (Connection idle = take(home.server()); idle != null; idle = take(home.server())) {
      if (isAnew(idle, ANEW.formatted(home.tenant()) + settings)) {
        return lent(home.server(), idle);
      }
    }
    return lent(home.server(), opening.open());
  }

  /** A session that has broken while it was idle is not given to anybody. */
  private static boolean isAnew(Connection idle, String settings) throws SQLException {
    try (Statement statement = idle.createStatement()) {
      statement.execute(settings);
      return true;
    } catch (SQLException e) {
      idle.close();
      return false;
    }
  }

  private synchronized @Nullable Connection take(String server) {
    Deque<Connection> idle = kept.get(server);
    return idle == null ? null : idle.pollFirst();
  }

  /** Returns a session that goes back when it is closed, once. */
  private Connection lent(String server, Connection session) {
    AtomicBoolean back = new AtomicBoolean();
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getName().equals("close")) {
            if (back.compareAndSet(false, true)) {
              giveBack(server, session);
            }
            return null;
          }
          if (back.get()) {
            throw new IllegalStateException("the session was given back");
          }
          try {
            return method.invoke(session, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause();
          }
        };
    return (Connection)
        Proxy.newProxyInstance(
            MoverSessions.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
  }

  private void giveBack(String server, Connection session) throws SQLException {
    if (isClean(session) && keep(server, session)) {
      return;
    }
    session.close();
  }

  /** Only who has failed leaves a transaction open; such a session is not worth a second look. */
  private static boolean isClean(Connection session) throws SQLException {
    return !session.isClosed()
        && session.getAutoCommit()
        && session.unwrap(BaseConnection.class).getTransactionState() == TransactionState.IDLE;
  }

  private synchronized boolean keep(String server, Connection session) {
    Deque<Connection> idle = kept.computeIfAbsent(server, any -> new ArrayDeque<>());
    if (closed || idle.size() >= KEPT_PER_SERVER) {
      return false;
    }
    idle.addFirst(session);
    return true;
  }

  @Override
  public synchronized void close() {
    closed = true;
    List<Connection> idle = kept.values().stream().flatMap(Deque::stream).toList();
    kept.clear();
    MoverSession.closeAll(idle);
  }
}

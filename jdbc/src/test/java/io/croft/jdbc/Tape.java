package io.croft.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ParameterMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Records every call that a script makes on a connection, and on whatever it gets from there, with
 * what came of it. Objects are named by the passage of their first appearance, so that it shows
 * when one implementation answers with another object than the other.
 */
final class Tape {

  /** One call and what came of it. */
  record Step(String call, String outcome, boolean threw) {}

  interface Act {
    void run() throws Exception;
  }

  private static final List<Class<?>> KINDS =
      List.of(
          Connection.class,
          CallableStatement.class,
          PreparedStatement.class,
          Statement.class,
          ResultSet.class,
          Array.class,
          SQLXML.class,
          Blob.class,
          Clob.class,
          Savepoint.class,
          ResultSetMetaData.class,
          ParameterMetaData.class,
          DatabaseMetaData.class);

  private final FaceSide side;
  private final List<List<Step>> passages = new ArrayList<>();
  private final Map<Object, Object> proxies = new IdentityHashMap<>();
  private final Map<Object, Object> originals = new IdentityHashMap<>();
  private final Map<Object, String> names = new IdentityHashMap<>();
  private final Map<String, Integer> numbers = new HashMap<>();

  private Tape(FaceSide side) {
    this.side = side;
    passages.add(new ArrayList<>());
  }

  /** Plays {@code face} on a new connection of {@code side}, and returns what was recorded. */
  static List<List<Step>> record(Face face, FaceSide side) throws SQLException {
    side.reset();
    Tape tape = new Tape(side);
    try (Connection connection = side.open(face.driver())) {
      try {
        face.script().play((Connection) tape.watch(Connection.class, connection), tape);
      } catch (Exception e) {
        tape.note("the script ended with", e.getClass().getSimpleName());
      }
    }
    return tape.passages;
  }

  /** Does what may fail; whatever it throws is on the tape already. */
  void attempt(Act act) {
    passages.add(new ArrayList<>());
    try {
      act.run();
    } catch (Exception e) {
      note("the attempt ended with", e.getClass().getSimpleName());
    }
    passages.add(new ArrayList<>());
  }

  /** Reads all rows, each column as the driver's own type. */
  void rows(@Nullable ResultSet rows) throws SQLException {
    if (rows == null) {
      note("rows", null);
      return;
    }
    int columns = rows.getMetaData().getColumnCount();
    while (rows.next()) {
      for (int i = 1; i <= columns; i++) {
        rows.getObject(i);
      }
    }
  }

  /** Walks through all results of {@code statement}. */
  void results(Statement statement, boolean first) throws SQLException {
    boolean rows = first;
    while (true) {
      if (rows) {
        rows(statement.getResultSet());
      } else if (statement.getUpdateCount() < 0) {
        return;
      }
      rows = statement.getMoreResults();
    }
  }

  /** Reads what {@code query} gives, by a statement of its own. */
  void look(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      rows(statement.executeQuery(query));
    }
  }

  void note(String what, @Nullable Object value) {
    step(what, FaceText.of(value), false);
  }

  /** Returns the home's side, for what is done behind the application's back. */
  FaceSide side() {
    return side;
  }

  /** Returns the object behind a recorded one. */
  <T> T original(Class<T> kind, T recorded) {
    return kind.cast(Objects.requireNonNull(originals.get(recorded)));
  }

  private void step(String call, String outcome, boolean threw) {
    passages.get(passages.size() - 1).add(new Step(side.hide(call), side.hide(outcome), threw));
  }

  private Object watch(Class<?> kind, Object original) {
    @Nullable Object known = proxies.get(original);
    if (known != null) {
      return known;
    }
    String prefix = kind.getSimpleName() + (passages.size() == 1 ? "" : passages.size() + ".");
    String name = prefix + numbers.merge(prefix, 1, Integer::sum);
    Object proxy =
        Proxy.newProxyInstance(
            Tape.class.getClassLoader(),
            new Class<?>[] {kind},
            (self, method, args) -> call(original, name, method, args));
    proxies.put(original, proxy);
    originals.put(proxy, original);
    names.put(proxy, name);
    return proxy;
  }

  private @Nullable Object call(
      Object original, String name, Method method, @Nullable Object @Nullable [] args)
      throws Throwable {
    @Nullable Object @Nullable [] real = args == null ? null : args.clone();
    StringBuilder call = new StringBuilder(name + "." + method.getName() + "(");
    for (int i = 0; real != null && i < real.length; i++) {
      call.append(i == 0 ? "" : ", ").append(shown(real[i]));
      @Nullable Object behind = originals.get(real[i]);
      real[i] = behind == null ? real[i] : behind;
    }
    call.append(")");
    if (method.getDeclaringClass() == Object.class) {
      return method.invoke(original, real);
    }
    try {
      @Nullable Object value = method.invoke(original, real);
      if (value == original) {
        step(call.toString(), "itself", false);
        return value;
      }
      @Nullable Object given = value;
      if (value != null && !method.getName().equals("unwrap")) {
        given =
            KINDS.stream()
                .filter(k -> k.isInstance(value))
                .findFirst()
                .map(kind -> watch(kind, value))
                .orElse(value);
      }
      step(call.toString(), shown(given), false);
      return given;
    } catch (InvocationTargetException e) {
      step(call.toString(), FaceText.of(e.getCause()), true);
      throw e.getCause();
    }
  }

  private String shown(@Nullable Object value) {
    @Nullable String name = names.get(value);
    return name == null ? FaceText.of(value) : name;
  }
}

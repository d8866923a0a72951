package io.croft.jdbc;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** What can be said of a statement's execution from its calls alone. */
final class StatementResults {

  /** Puts a result set of the driver under guard. */
  interface Guard {
    @Nullable ResultSet of(ResultSet rows) throws SQLException;
  }

  private StatementResults() {}

  /**
   * Takes all results of an execution over into {@code results}.
   *
   * @param value what the driver's execute method returned
   * @return what the application's call returns
   */
  static @Nullable Object take(
      @Nullable Object value, Statement statement, Results results, Guard guard)
      throws SQLException {
    if (value instanceof ResultSet rows) {
      @Nullable ResultSet guarded = guard.of(rows);
      if (guarded != null) {
        results.add(guarded);
      }
      return guarded;
    }
    if (value instanceof Boolean first) {
      takeAll(first, statement, results, guard);
    } else if (value instanceof Integer count) {
      results.add(count.longValue());
    } else if (value instanceof Long count) {
      results.add(count);
    }
    return value;
  }

  private static void takeAll(boolean first, Statement statement, Results results, Guard guard)
      throws SQLException {
    boolean rows = first;
    while (true) {
      if (rows) {
        @Nullable ResultSet guarded = guard.of(statement.getResultSet());
        if (guarded != null) {
          results.add(guarded);
        }
      } else {
        long count = statement.getLargeUpdateCount();
        if (count < 0) {
          return;
        }
        results.add(count);
      }
      rows = statement.getMoreResults(Statement.KEEP_CURRENT_RESULT);
    }
  }

  /** Returns true when the application has asked for generated keys. */
  static boolean wantsKeys(Call creator, @Nullable Object @Nullable [] executeArgs) {
    boolean prepared = creator.method().getName().equals("prepareStatement");
    return asksForKeys(executeArgs) || (prepared && asksForKeys(creator.args()));
  }

  private static boolean asksForKeys(@Nullable Object @Nullable [] args) {
    if (args == null || args.length != 2) {
      return false;
    }
    return args[1] instanceof int[]
        || args[1] instanceof String[]
        || Integer.valueOf(Statement.RETURN_GENERATED_KEYS).equals(args[1]);
  }

  /** Returns a setting that the application has not changed. */
  static Object initial(Method getter, Call creator, int holdability) {
    return switch (getter.getName()) {
      case "getResultSetType" -> creatorInt(creator, 0, ResultSet.TYPE_FORWARD_ONLY);
      case "getResultSetConcurrency" -> creatorInt(creator, 1, ResultSet.CONCUR_READ_ONLY);
      case "getResultSetHoldability" -> creatorInt(creator, 2, holdability);
      case "getFetchDirection" -> ResultSet.FETCH_FORWARD;
      case "isPoolable" -> creator.method().getReturnType() != Statement.class;
      default -> getter.getReturnType() == long.class ? (Object) 0L : (Object) 0;
    };
  }

  /** The creators end in (type, concurrency) or (type, concurrency, holdability), if in any. */
  private static int creatorInt(Call creator, int index, int otherwise) {
    @Nullable Object @Nullable [] args = creator.args();
    int skip = creator.method().getName().equals("createStatement") ? 0 : 1;
    return args != null
            && args.length - skip >= 2
            && args.length - skip > index
            && args[skip + index] instanceof Integer value
        ? value
        : otherwise;
  }

  /** Returns the method of Connection that makes a statement of that kind. */
  static Method creator(String name, Class<?>... types) {
    try {
      return Connection.class.getMethod(name, types);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("JDBC lacks " + name, e);
    }
  }
}

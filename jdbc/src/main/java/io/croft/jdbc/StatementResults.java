package io.croft.jdbc;

import java.lang.reflect.Method;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.GT;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

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
    if (value instanceof ResultSet) {
      takeAll(true, statement, results, guard);
      return results.rows();
    }
    if (value instanceof Boolean first) {
      takeAll(first, statement, results, guard);
    } else if (value instanceof Integer || value instanceof Long) {
      takeAll(false, statement, results, guard);
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

  /**
   * Refuses BEGIN in autocommit, which PostgreSQL only warns of inside the gate's block: what came
   * after it could not be rolled back.
   */
  static void requireNoBegin(Statement statement) throws SQLException {
    @Nullable SQLWarning warning = statement.getWarnings();
    for (; warning != null; warning = warning.getNextWarning()) {
      if (Errors.ACTIVE_TRANSACTION.equals(warning.getSQLState())) {
        throw new SQLException(
            "a statement in autocommit has begun a transaction; it was rolled back"
                + " (use setAutoCommit(false))",
            Errors.ACTIVE_TRANSACTION);
      }
    }
  }

  /**
   * Returns true when a statement that the server has prepared has lost its plan or its name: it
   * had no effect, and is prepared anew when it is executed again.
   */
  static boolean isOldPlan(SQLException error) {
    if (!(error instanceof PSQLException answer)) {
      return false;
    }
    @Nullable ServerErrorMessage said = answer.getServerErrorMessage();
    @Nullable String routine = said == null ? null : said.getRoutine();
    String state = String.valueOf(answer.getSQLState());
    return state.equals(PSQLState.INVALID_SQL_STATEMENT_NAME.getState())
        || (state.equals(PSQLState.NOT_IMPLEMENTED.getState())
            && routine != null
            && routine.startsWith("RevalidateCached"));
  }

  /**
   * Returns {@code error} as a batch raises it, also when it was raised at the end of its
   * transaction.
   */
  static SQLException ofBatch(SQLException error, int entries) {
    if (!(error instanceof PSQLException answer) || answer.getServerErrorMessage() == null) {
      return error;
    }
    long[] counts = new long[entries];
    Arrays.fill(counts, Statement.EXECUTE_FAILED);
    String text =
        GT.tr(
            "Batch entry {0} {1} was aborted: {2}  Call getNextException to see other errors in the"
                + " batch.",
            entries, "<unknown>", error.getMessage());
    BatchUpdateException failed =
        new BatchUpdateException(text, error.getSQLState(), 0, counts, error);
    failed.setNextException(error);
    return failed;
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
  static Object initial(Method getter, Call creator, Session session) {
    return switch (getter.getName()) {
      case "getResultSetType" -> creatorInt(creator, 0, ResultSet.TYPE_FORWARD_ONLY);
      case "getResultSetConcurrency" -> creatorInt(creator, 1, ResultSet.CONCUR_READ_ONLY);
      case "getResultSetHoldability" -> creatorInt(creator, 2, session.shape().holdability());
      case "getFetchSize" -> session.options().fetchSize();
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

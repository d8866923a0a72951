package io.croft.jdbc;

import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What the application has set on a statement: settings, parameters and batch, kept so that they
 * can be applied to the statement of any physical connection. Parameters outlive an execution, as
 * JDBC says; the batch does not.
 */
final class Recording {

  private final Map<String, Call> settings = new LinkedHashMap<>();
  private final Map<Object, Call> parameters = new LinkedHashMap<>();
  private final List<Batched> batch = new ArrayList<>();

  /** One entry of a batch: SQL text, or the parameters as they were. */
  private record Batched(@Nullable String sql, List<Call> parameters) {}

  void setting(Method method, @Nullable Object @Nullable [] args) throws SQLException {
    settings.put(settingName(method), Call.recorded(method, args));
  }

  /** Returns what was set, null when it was not. */
  @Nullable Object setting(Method getter) {
    return setting(settingName(getter));
  }

  @Nullable Object setting(String name) {
    @Nullable Call set = settings.get(name);
    return set == null || set.args() == null ? null : set.args()[0];
  }

  void parameter(Method method, @Nullable Object @Nullable [] args) throws SQLException {
    Object position = args == null ? "" : String.valueOf(args[0]);
    boolean out = method.getName().equals("registerOutParameter");
    parameters.put(out ? "out " + position : position, Call.recorded(method, args));
  }

  void clearParameters() {
    parameters.clear();
  }

  void addBatch(@Nullable String sql) {
    batch.add(new Batched(sql, sql == null ? List.copyOf(parameters.values()) : List.of()));
  }

  void clearBatch() {
    batch.clear();
  }

  int batchSize() {
    return batch.size();
  }

  /** Returns true when the parameters, or those of the batch, can be applied again. */
  boolean repeatable(boolean ofBatch) {
    return ofBatch
        ? batch.stream().allMatch(one -> one.parameters().stream().allMatch(Call::repeatable))
        : parameters.values().stream().allMatch(Call::repeatable);
  }

  void applySettings(Statement statement, Connection connection) throws SQLException {
    for (Call setting : settings.values()) {
      setting.on(statement, connection);
    }
  }

  void applyParameters(Statement statement, Connection connection) throws SQLException {
    for (Call parameter : parameters.values()) {
      parameter.on(statement, connection);
    }
  }

  /** Adds the entries, texts as {@code sql} gives them. */
  void applyBatch(Statement statement, Connection connection, UnaryOperator<String> sql)
      throws SQLException {
    for (Batched one : batch) {
      if (one.sql() != null) {
        statement.addBatch(sql.apply(one.sql()));
      } else {
        PreparedStatement prepared = (PreparedStatement) statement;
        prepared.clearParameters();
        for (Call parameter : one.parameters()) {
          parameter.on(prepared, connection);
        }
        prepared.addBatch();
      }
    }
  }

  private static String settingName(Method method) {
    return method.getName().replaceFirst("^(set|get|is)", "");
  }
}

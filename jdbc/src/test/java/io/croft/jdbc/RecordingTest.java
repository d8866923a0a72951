package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Date;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RecordingTest {

  private final List<String> calls = new ArrayList<>();
  private final Recording recording = new Recording();
  private final PreparedStatement statement =
      (PreparedStatement)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {PreparedStatement.class},
              (self, method, args) -> {
                calls.add(method.getName() + (args == null ? "[]" : Arrays.deepToString(args)));
                return null;
              });

  private final Connection connection =
      (Connection)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {Connection.class},
              (self, method, args) -> {
                throw new UnsupportedOperationException(method.getName());
              });

  private static Method method(Class<?> type, String name, Class<?>... parameters) {
    try {
      return type.getMethod(name, parameters);
    } catch (NoSuchMethodException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private void set(int index, String value) throws SQLException {
    recording.parameter(
        method(PreparedStatement.class, "setString", int.class, String.class),
        new Object[] {index, value});
  }

  @Test
  void appliesTheLastValueOfEachParameterAndKeepsIt() throws SQLException {
    set(1, "old");
    set(2, "two");
    set(1, "new");
    recording.applyParameters(statement, connection);
    recording.applyParameters(statement, connection);
    assertThat(calls)
        .containsExactly(
            "setString[1, new]", "setString[2, two]", "setString[1, new]", "setString[2, two]");
  }

  @Test
  void aParameterMayChangeItsType() throws SQLException {
    set(1, "text");
    recording.parameter(
        method(PreparedStatement.class, "setNull", int.class, int.class), new Object[] {1, 12});
    recording.applyParameters(statement, connection);
    assertThat(calls).containsExactly("setNull[1, 12]");
  }

  @Test
  void appliesSettingsInTheOrderTheyWereFirstMade() throws SQLException {
    recording.setting(method(Statement.class, "setFetchSize", int.class), new Object[] {10});
    recording.setting(method(Statement.class, "setMaxRows", int.class), new Object[] {5});
    recording.setting(method(Statement.class, "setMaxRows", int.class), new Object[] {6});
    recording.applySettings(statement, connection);
    assertThat(calls).containsExactly("setFetchSize[10]", "setMaxRows[6]");
    assertThat(recording.setting(method(Statement.class, "getMaxRows"))).isEqualTo(6);
    assertThat(recording.setting(method(Statement.class, "getQueryTimeout"))).isNull();
  }

  @Test
  void aBatchHoldsTheParametersAsTheyWere() throws SQLException {
    set(1, "a");
    recording.addBatch(null);
    set(1, "b");
    recording.addBatch(null);
    recording.applyBatch(statement, connection, sql -> sql);
    assertThat(calls)
        .containsExactly(
            "clearParameters[]",
            "setString[1, a]",
            "addBatch[]",
            "clearParameters[]",
            "setString[1, b]",
            "addBatch[]");
    recording.clearBatch();
    assertThat(recording.batchSize()).isZero();
  }

  @Test
  void copiesWhatTheCallerMayChangeLater() throws SQLException {
    byte[] bytes = {1};
    Date date = new Date(0);
    recording.parameter(
        method(PreparedStatement.class, "setBytes", int.class, byte[].class),
        new Object[] {1, bytes});
    recording.parameter(
        method(PreparedStatement.class, "setObject", int.class, Object.class),
        new Object[] {2, date});
    bytes[0] = 9;
    date.setTime(1_000_000_000_000L);
    recording.applyParameters(statement, connection);
    assertThat(calls).containsExactly("setBytes[1, [1]]", "setObject[2, " + new Date(0) + "]");
  }

  @Test
  void aStreamCanBeReadOnlyOnce() throws SQLException {
    set(1, "text");
    assertThat(recording.repeatable(false)).isTrue();
    recording.parameter(
        method(PreparedStatement.class, "setBinaryStream", int.class, InputStream.class),
        new Object[] {2, new ByteArrayInputStream(new byte[1])});
    assertThat(recording.repeatable(false)).isFalse();
    recording.clearParameters();
    assertThat(recording.repeatable(false)).isTrue();
  }
}

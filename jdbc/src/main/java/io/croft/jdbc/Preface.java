package io.croft.jdbc;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * What is said to PostgreSQL at the beginning of a transaction, before the application's first
 * statement: statements with at most one parameter, none of which returns anything of interest.
 * Each is unnamed: a named one could be replaced by the tenant's SQL.
 *
 * <p>Messages: see "Message Formats" in the PostgreSQL manual (Parse, Bind, Execute).
 */
final class Preface {

  private static final int OID_BYTEA = 17;
  private static final int OID_TEXT = 25;

  private final List<Step> firsts = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();

  /** A statement; its parameter, where it has one, is {@code $1} in the text. */
  private record Step(String sql, @Nullable Object parameter) {}

  /** Adds a statement that comes before all, in a transaction of its own. */
  Preface first(String sql) {
    firsts.add(new Step(sql, null));
    return this;
  }

  Preface add(String sql) {
    steps.add(new Step(sql, null));
    return this;
  }

  Preface add(String sql, byte[] parameter) {
    steps.add(new Step(sql, parameter));
    return this;
  }

  Preface add(String sql, String parameter) {
    steps.add(new Step(sql, parameter));
    return this;
  }

  int statements() {
    return steps.size();
  }

  /** Runs it statement by statement, where it cannot travel with the application's first. */
  void run(Connection connection) throws SQLException {
    List<Step> all = new ArrayList<>(firsts);
    all.addAll(steps);
    for (Step step : all) {
      String sql = step.sql().replace("$1", "?");
      try (PreparedStatement statement = connection.prepareStatement(sql)) {
        statement.unwrap(PGStatement.class).setPrepareThreshold(0);
        // Else a default fetch size of the driver would leave a cursor open.
        statement.setFetchSize(0);
        if (step.parameter() != null) {
          statement.setObject(1, step.parameter());
        }
        statement.execute();
      }
    }
  }

  /** Returns the messages of the transaction before, with its Sync; empty where there is none. */
  byte[] messagesBefore() {
    return firsts.isEmpty() ? new byte[0] : messages(firsts, true);
  }

  /** Returns the messages of the transaction itself, without a Sync. */
  byte[] messages() {
    return messages(steps, false);
  }

  private static byte[] messages(List<Step> steps, boolean sync) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      for (Step step : steps) {
        write(out, step);
      }
      if (sync) {
        out.writeByte('S');
        out.writeInt(4);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, Step step) throws IOException {
    @Nullable Object value = step.parameter();
    byte[] sql = step.sql().getBytes(StandardCharsets.UTF_8);
    int parameters = value == null ? 0 : 1;
    out.writeByte('P');
    out.writeInt(4 + 1 + sql.length + 1 + 2 + 4 * parameters);
    out.writeByte(0);
    out.write(sql);
    out.writeByte(0);
    out.writeShort(parameters);
    if (value != null) {
      out.writeInt(value instanceof byte[] ? OID_BYTEA : OID_TEXT);
    }
    writeBind(out, value == null ? null : bytes(value));
    out.writeByte('E');
    out.writeInt(4 + 1 + 4);
    out.writeByte(0);
    out.writeInt(0);
  }

  /** Of a text, the binary form is its characters. */
  private static void writeBind(DataOutputStream out, byte @Nullable [] value) throws IOException {
    out.writeByte('B');
    out.writeInt(4 + 1 + 1 + 2 + 2 + 2 + (value == null ? 0 : 2 + 4 + value.length));
    out.writeByte(0);
    out.writeByte(0);
    out.writeShort(value == null ? 0 : 1);
    if (value != null) {
      out.writeShort(1);
    }
    out.writeShort(value == null ? 0 : 1);
    if (value != null) {
      out.writeInt(value.length);
      out.write(value);
    }
    out.writeShort(0);
  }

  private static byte[] bytes(Object value) {
    return value instanceof byte[] bytes
        ? bytes
        : value.toString().getBytes(StandardCharsets.UTF_8);
  }
}

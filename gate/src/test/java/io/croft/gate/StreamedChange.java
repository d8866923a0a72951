package io.croft.gate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A change of one row as it comes out of a slot. Messages are those of pgoutput, version 1; see the
 * chapter on logical replication message formats of the PostgreSQL manual.
 *
 * @param kind INSERT, UPDATE, DELETE or TRUNCATE
 * @param table the schema and the name
 * @param row by column, the new one where there is one; nulls and unchanged values are left out
 */
record StreamedChange(String kind, String table, Map<String, String> row) {

  private static final String PEEK =
      """
      SELECT data FROM pg_logical_slot_peek_binary_changes(
        ?, NULL, NULL, 'proto_version', '1', 'publication_names', quote_ident(?))
      """;

  private record Table(String name, List<String> columns) {}

  /** Returns what the slot has to send of a publication, without taking it. */
  static List<StreamedChange> peek(Connection mover, String slot, String publication)
      throws SQLException {
    try (PreparedStatement peek = mover.prepareStatement(PEEK)) {
      peek.setString(1, slot);
      peek.setString(2, publication);
      try (ResultSet message = peek.executeQuery()) {
        Map<Integer, Table> tables = new HashMap<>();
        List<StreamedChange> changes = new ArrayList<>();
        while (message.next()) {
          read(ByteBuffer.wrap(message.getBytes(1)), tables, changes);
        }
        return changes;
      }
    }
  }

  private static void read(
      ByteBuffer message, Map<Integer, Table> tables, List<StreamedChange> changes) {
    switch ((char) message.get()) {
      case 'R' -> tables.put(message.getInt(), table(message));
      case 'I' -> changes.add(change("INSERT", message, tables));
      case 'U' -> changes.add(change("UPDATE", message, tables));
      case 'D' -> changes.add(change("DELETE", message, tables));
      case 'T' -> {
        int count = message.getInt();
        message.get();
        for (int i = 0; i < count; i++) {
          changes.add(
              new StreamedChange("TRUNCATE", tables.get(message.getInt()).name(), Map.of()));
        }
      }
      default -> {}
    }
  }

  private static Table table(ByteBuffer message) {
    String name = string(message) + "." + string(message);
    message.get();
    int count = message.getShort();
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      message.get();
      columns.add(string(message));
      message.getLong();
    }
    return new Table(name, columns);
  }

  private static StreamedChange change(
      String kind, ByteBuffer message, Map<Integer, Table> tables) {
    Table table = tables.get(message.getInt());
    Map<String, String> row = new LinkedHashMap<>();
    boolean isNew = false;
    while (message.hasRemaining()) {
      isNew = message.get() == 'N' || isNew;
      row.clear();
      readRow(message, table.columns(), row);
    }
    if (isNew == kind.equals("DELETE")) {
      throw new IllegalStateException(kind + " with another kind of row");
    }
    return new StreamedChange(kind, table.name(), row);
  }

  private static void readRow(ByteBuffer message, List<String> columns, Map<String, String> row) {
    int count = message.getShort();
    for (int i = 0; i < count; i++) {
      if (message.get() == 't') {
        byte[] value = new byte[message.getInt()];
        message.get(value);
        row.put(columns.get(i), new String(value, StandardCharsets.UTF_8));
      }
    }
  }

  private static String string(ByteBuffer message) {
    StringBuilder text = new StringBuilder();
    for (byte b = message.get(); b != 0; b = message.get()) {
      text.append((char) b);
    }
    return text.toString();
  }
}

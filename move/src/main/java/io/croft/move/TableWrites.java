package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Identifiers;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes the changes of one table to the new home, in their order. Changes that read alike are sent
 * together; each must meet exactly one row. Values go as text and take the type of their column.
 * For one thread.
 */
final class TableWrites implements AutoCloseable {

  private static final int MOST_AT_ONCE = 500;

  private final Connection target;
  private final TableShape table;
  private final String name;
  private final Relation relation;
  private final List<Integer> identity;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private @Nullable PreparedStatement open;
  private int waiting;

  TableWrites(Connection target, String schema, TableShape table, Relation relation) {
    this.target = target;
    this.table = table;
    this.name = Identifiers.quote(schema, table.name());
    this.relation = relation;
    this.identity = identity(table, relation);
  }

  /** All columns are marked where the identity is the whole row; the key is then as good. */
  private static List<Integer> identity(TableShape table, Relation relation) {
    List<Integer> marked = new ArrayList<>();
    List<Integer> key = new ArrayList<>();
    for (int i = 0; i < relation.columns().size(); i++) {
      if (relation.columns().get(i).key()) {
        marked.add(i);
      }
      if (table.key().contains(relation.columns().get(i).name())) {
        key.add(i);
      }
    }
    return marked.size() == relation.columns().size() ? key : marked;
  }

  void insert(Row row) throws SQLException {
    String columns =
        relation.columns().stream()
            .map(column -> Identifiers.quote(column.name()))
            .collect(Collectors.joining(", "));
    String values = "?" + ", ?".repeat(relation.columns().size() - 1);
    PreparedStatement insert =
        statement(
            "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES (%s)"
                .formatted(name, columns, values));
    for (int i = 0; i < row.size(); i++) {
      bind(insert, i + 1, row, i);
    }
    add(insert);
  }

  void update(@Nullable Row before, Row after) throws SQLException {
    List<Integer> set = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      if (!after.isUnchanged(i) && (before != null || !identity.contains(i))) {
        set.add(i);
      }
    }
    List<Integer> free = set.stream().filter(i -> !table.fixed().contains(column(i))).toList();
    if (before != null && changesFixed(before, after)) {
      delete(before);
      insert(whole(after));
    } else if (!free.isEmpty()) {
      String values =
          free.stream()
              .map(i -> Identifiers.quote(column(i)) + " = ?")
              .collect(Collectors.joining(", "));
      PreparedStatement update =
          statement("UPDATE %s SET %s WHERE %s".formatted(name, values, sameIdentity()));
      int next = 1;
      for (int i : free) {
        bind(update, next++, after, i);
      }
      bindIdentity(update, next, before == null ? after : before);
      add(update);
    }
  }

  void delete(Row before) throws SQLException {
    PreparedStatement delete = statement("DELETE FROM %s WHERE %s".formatted(name, sameIdentity()));
    bindIdentity(delete, 1, before);
    add(delete);
  }

  /** Sends what waits, and makes sure that each change has met one row. */
  void flush() throws SQLException {
    @Nullable PreparedStatement ready = open;
    if (ready == null || waiting == 0) {
      return;
    }
    waiting = 0;
    for (int rows : ready.executeBatch()) {
      if (rows != 1) {
        throw new CroftException(
            ErrorCode.VERIFICATION_FAILED,
            "a change of one row of table %s met %d rows at the new home"
                .formatted(table.name(), rows),
            "the old home is untouched; resume the move, which copies anew");
      }
    }
  }

  @Override
  public void close() throws SQLException {
    for (PreparedStatement one : statements.values()) {
      one.close();
    }
  }

  private PreparedStatement statement(String sql) throws SQLException {
    PreparedStatement wanted = statements.get(sql);
    if (wanted == null) {
      wanted = target.prepareStatement(sql);
      statements.put(sql, wanted);
    }
    if (!wanted.equals(open)) {
      flush();
      open = wanted;
    }
    return wanted;
  }

  private void add(PreparedStatement statement) throws SQLException {
    statement.addBatch();
    if (++waiting == MOST_AT_ONCE) {
      flush();
    }
  }

  /** An identity that is always generated keeps its value but in a new row. */
  private boolean changesFixed(Row before, Row after) {
    return identity.stream()
        .filter(i -> table.fixed().contains(column(i)))
        .anyMatch(i -> !after.isUnchanged(i) && !sameText(before, after, i));
  }

  private static boolean sameText(Row before, Row after, int i) {
    @Nullable String old = before.text(i);
    return old != null && old.equals(after.text(i));
  }

  private Row whole(Row row) {
    for (int i = 0; i < row.size(); i++) {
      if (row.isUnchanged(i)) {
        throw new CroftException(
            ErrorCode.MOVE_UNSUPPORTED,
            "a row of table %s got another identity, and its value of %s was not sent"
                .formatted(table.name(), column(i)),
            "move the tenant while nothing changes identities that are always generated");
      }
    }
    return row;
  }

  private String sameIdentity() {
    return identity.stream()
        .map(i -> Identifiers.quote(column(i)) + " = ?")
        .collect(Collectors.joining(" AND "));
  }

  private void bindIdentity(PreparedStatement statement, int first, Row row) throws SQLException {
    int next = first;
    for (int i : identity) {
      bind(statement, next++, row, i);
    }
  }

  /** Of no type, so that the server takes that of the column. */
  private static void bind(PreparedStatement statement, int parameter, Row row, int column)
      throws SQLException {
    @Nullable String text = row.text(column);
    if (text == null) {
      statement.setNull(parameter, Types.OTHER);
    } else {
      statement.setObject(parameter, text, Types.OTHER);
    }
  }

  private String column(int i) {
    return relation.columns().get(i).name();
  }
}

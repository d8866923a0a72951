package io.croft.move;

import static java.util.stream.Collectors.joining;

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
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Writes the changes of one table to the new home, in their order. Changes that read alike are sent
 * together; each must meet exactly one row. Rows are told apart by the primary key, which every
 * replica identity holds. Values go as text and take the type of their column. For one thread.
 */
final class TableWrites implements AutoCloseable {

  private static final int MOST_AT_ONCE = 500;
  private static final int MOST_BYTES_AT_ONCE = 1 << 22;

  private final Connection target;
  private final String table;
  private final String name;
  private final List<String> columns;

  /** The places of the key's columns among all. */
  private final List<Integer> key;

  /** The places of the identities that are always generated: no UPDATE can give them a value. */
  private final List<Integer> fixed;

  private final String sameKey;
  private final Map<String, PreparedStatement> statements = new HashMap<>();
  private @Nullable PreparedStatement open;
  private int waiting;
  private long bytes;

  /** For rows with the columns of {@link TableShape#writable}. */
  TableWrites(Connection target, String schema, TableShape shape) {
    this.target = target;
    this.table = shape.name();
    this.name = Identifiers.quote(schema, shape.name());
    this.columns = shape.writable();
    this.key = shape.key().stream().map(KeyColumn::name).map(columns::indexOf).toList();
    this.fixed = shape.fixed().stream().map(columns::indexOf).toList();
    this.sameKey =
        shape.key().stream()
            .map(k -> "%s %s %s".formatted(k.quoted(), k.equal(), k.value(schema, "?")))
            .collect(joining(" AND "));
  }

  void insert(Row row) throws SQLException {
    List<Integer> all = IntStream.range(0, columns.size()).boxed().toList();
    PreparedStatement insert =
        statement(
            "INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE VALUES (%s)"
                .formatted(name, list(all), "?" + ", ?".repeat(all.size() - 1)));
    bind(insert, 1, row, all);
    add(insert);
  }

  void update(@Nullable Row before, Row after) throws SQLException {
    if (mayChangeFixed(before, after)) {
      replace(before == null ? after : before, after);
      return;
    }
    List<Integer> set = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      if (!after.isUnchanged(i) && !fixed.contains(i) && (before != null || !key.contains(i))) {
        set.add(i);
      }
    }
    if (!set.isEmpty()) {
      String values = set.stream().map(i -> quoted(i) + " = ?").collect(joining(", "));
      PreparedStatement update =
          statement("UPDATE %s SET %s WHERE %s".formatted(name, values, sameKey));
      bind(update, 1, after, set);
      bind(update, set.size() + 1, before == null ? after : before, key);
      add(update);
    }
  }

  void delete(Row before) throws SQLException {
    PreparedStatement delete = statement("DELETE FROM %s WHERE %s".formatted(name, sameKey));
    bind(delete, 1, before, key);
    add(delete);
  }

  /**
   * An identity that is always generated gets another value in a new row only. What is not told of
   * it is taken from the old one.
   */
  private void replace(Row before, Row after) throws SQLException {
    List<Integer> told = new ArrayList<>();
    List<Integer> kept = new ArrayList<>();
    for (int i = 0; i < after.size(); i++) {
      (after.isUnchanged(i) ? kept : told).add(i);
    }
    String columnsAgain = kept.isEmpty() ? "" : ", " + list(kept);
    PreparedStatement replace =
        statement(
            """
            WITH old AS (DELETE FROM %1$s WHERE %2$s RETURNING *)
            INSERT INTO %1$s (%3$s%4$s) OVERRIDING SYSTEM VALUE SELECT %5$s%6$s FROM old
            """
                .formatted(
                    name,
                    sameKey,
                    list(told),
                    columnsAgain,
                    "?" + ", ?".repeat(told.size() - 1),
                    kept.stream().map(i -> ", old." + quoted(i)).collect(joining())));
    bind(replace, 1, before, key);
    bind(replace, key.size() + 1, after, told);
    add(replace);
  }

  /** One outside of the key may have changed with any update: its old value is not told. */
  private boolean mayChangeFixed(@Nullable Row before, Row after) {
    return fixed.stream()
        .anyMatch(i -> !key.contains(i) || (before != null && !sameText(before, after, i)));
  }

  private static boolean sameText(Row before, Row after, int i) {
    @Nullable String old = before.text(i);
    return old != null && old.equals(after.text(i));
  }

  /** Sends what waits, and makes sure that each change has met one row. */
  void flush() throws SQLException {
    @Nullable PreparedStatement ready = open;
    if (ready == null || waiting == 0) {
      return;
    }
    waiting = 0;
    bytes = 0;
    for (int rows : ready.executeBatch()) {
      if (rows != 1) {
        throw new CroftException(
            ErrorCode.VERIFICATION_FAILED,
            "a change of one row of table %s met %d rows at the new home".formatted(table, rows),
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
    if (++waiting == MOST_AT_ONCE || bytes > MOST_BYTES_AT_ONCE) {
      flush();
    }
  }

  /** Of no type, so that the server takes that of the column. */
  private void bind(PreparedStatement statement, int first, Row row, List<Integer> places)
      throws SQLException {
    int parameter = first;
    for (int place : places) {
      @Nullable String text = row.text(place);
      if (text == null) {
        statement.setNull(parameter++, Types.OTHER);
      } else {
        bytes += row.length(place);
        statement.setObject(parameter++, text, Types.OTHER);
      }
    }
  }

  private String list(List<Integer> places) {
    return places.stream().map(this::quoted).collect(joining(", "));
  }

  private String quoted(int place) {
    return Identifiers.quote(columns.get(place));
  }
}

package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import io.croft.gate.Lsn;
import io.croft.gate.MoverGate;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.postgresql.replication.LogSequenceNumber;

/**
 * Applies changes of the old home to the new one, and notes in the same transaction how far it has
 * come. Into {@code touched}, where it is given, go the keys of the rows concerned. Changes of
 * different tables wait beside each other: neither triggers nor foreign keys fire there, so only
 * those of one table have an order. For one thread.
 */
final class Applier implements AutoCloseable {

  private final Connection target;
  private final Placement home;
  private final long token;
  private final Map<String, TableShape> tables;
  private final Map<Integer, Writer> writers = new HashMap<>();
  private boolean open;

  /** What writes a table, and where its key is in the rows of the stream. */
  private record Writer(TableShape table, TableWrites writes, List<Integer> key) {}

  Applier(MoverAccess access, Placement home, long token, List<TableShape> tables)
      throws SQLException {
    this.target = MoverSession.open(access, home);
    this.home = home;
    this.token = token;
    this.tables = tables.stream().collect(Collectors.toMap(TableShape::name, Function.identity()));
    try {
      TargetTransaction.prepare(target, home);
    } catch (SQLException e) {
      MoverSession.closeAfter(e, List.of(target));
      throw e;
    }
  }

  /**
   * Takes note of how a table of the old home looks.
   *
   * @throws CroftException {@code schema-differs} when it is not as the new home has it
   */
  void describe(Relation relation) throws SQLException {
    @Nullable TableShape table = tables.get(relation.table());
    List<String> columns = relation.columns().stream().map(Column::name).toList();
    if (table == null) {
      // A partition, whose rows come as those of its root.
      return;
    }
    if (!columns.equals(table.writable())) {
      throw new CroftException(
          ErrorCode.SCHEMA_DIFFERS,
          "table %s has columns %s at the old home, and %s were expected"
              .formatted(relation.table(), columns, table.writable()),
          "a migration ran during the move; the old home is untouched, resume the move");
    }
    @Nullable Writer former = writers.get(relation.id());
    if (former != null) {
      former.writes().flush();
      former.writes().close();
    }
    List<Integer> key = table.key().stream().map(KeyColumn::name).map(columns::indexOf).toList();
    writers.put(
        relation.id(), new Writer(table, new TableWrites(target, home.schema(), table), key));
  }

  void insert(Relation relation, Row row, @Nullable KeySet touched) throws SQLException {
    Writer writer = begin(relation);
    touch(touched, writer, row, row);
    writer.writes().insert(row);
  }

  void update(Relation relation, @Nullable Row before, Row after, @Nullable KeySet touched)
      throws SQLException {
    Writer writer = begin(relation);
    touch(touched, writer, after, before == null ? after : before);
    if (before != null) {
      touch(touched, writer, before, before);
    }
    writer.writes().update(before, after);
  }

  void delete(Relation relation, Row before, @Nullable KeySet touched) throws SQLException {
    Writer writer = begin(relation);
    touch(touched, writer, before, before);
    writer.writes().delete(before);
  }

  /** Commits all changes up to the end of a transaction of the old home. */
  void commit(LogSequenceNumber end) throws SQLException {
    if (!open) {
      TargetTransaction.beginNext(target, home, token);
    }
    for (Writer writer : writers.values()) {
      writer.writes().flush();
    }
    MoverGate.advance(target, home, token, new Lsn(end.asLong()));
    target.commit();
    open = false;
    TargetTransaction.end(target);
  }

  /** Returns true while changes wait for their commit. */
  boolean open() {
    return open;
  }

  private Writer begin(Relation relation) throws SQLException {
    if (!open) {
      TargetTransaction.beginNext(target, home, token);
      open = true;
    }
    @Nullable Writer writer = writers.get(relation.id());
    if (writer == null) {
      throw new IllegalStateException("table " + relation.table() + " was not described");
    }
    return writer;
  }

  /** A part of the key that lies outside of the row is told by the row as it was. */
  private static void touch(@Nullable KeySet touched, Writer writer, Row row, Row before) {
    if (touched != null) {
      touched.add(writer.table().name(), key(writer, row, before));
    }
  }

  private static List<String> key(Writer writer, Row row, Row before) {
    List<String> key = new ArrayList<>(writer.key().size());
    for (int column : writer.key()) {
      @Nullable String text = (row.isUnchanged(column) ? before : row).text(column);
      if (text == null) {
        throw new CroftException(
            ErrorCode.MOVE_UNSUPPORTED,
            "the stream does not tell the key of a row of table " + writer.table().name(),
            "let the table's replica identity hold its primary key");
      }
      key.add(text);
    }
    return key;
  }

  @Override
  public void close() {
    MoverSession.closeAll(List.of(target));
  }
}

package io.croft.move;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.postgresql.replication.LogSequenceNumber;

/**
 * Everything that is committed in one database from now on, in the order of its commits: a slot of
 * a superuser, of whom nobody in the database knows. Closing it drops the slot.
 */
final class WalLog implements AutoCloseable {

  /** A transaction, and where it ends in the server's log: what a stream notes as its position. */
  record Transaction(long end, List<WalChange> changes) {}

  private final Connection superuser;
  private final String slot =
      "trace_" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);

  /** Takes the connection over. */
  WalLog(Connection superuser) throws SQLException {
    this.superuser = superuser;
    execute("SELECT pg_create_logical_replication_slot('%s', 'test_decoding')".formatted(slot));
  }

  /** Returns what was committed before this call, from the beginning. */
  List<Transaction> transactions() throws SQLException {
    // The servers of the tests acknowledge sooner than they write; what is not written is not read.
    execute("SET synchronous_commit = on");
    execute("SELECT pg_logical_emit_message(true, 'trace', 'end')");
    List<Transaction> transactions = new ArrayList<>();
    List<WalChange> changes = new ArrayList<>();
    try (Statement statement = superuser.createStatement();
        ResultSet line =
            statement.executeQuery(
                ("SELECT lsn, data FROM pg_logical_slot_peek_changes('%s', NULL, NULL,"
                        + " 'include-xids', '0', 'skip-empty-xacts', '1')")
                    .formatted(slot))) {
      while (line.next()) {
        String data = line.getString(2);
        WalChange.parse(data).ifPresent(changes::add);
        if (data.startsWith("COMMIT")) {
          transactions.add(new Transaction(position(line.getString(1)), List.copyOf(changes)));
          changes.clear();
        }
      }
    }
    return transactions;
  }

  /** Returns a position of a server's log as a number. */
  static long position(String lsn) {
    return LogSequenceNumber.valueOf(lsn).asLong();
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = superuser.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    try (superuser) {
      execute("SELECT pg_drop_replication_slot('%s')".formatted(slot));
    }
  }
}

package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Identifiers;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.postgresql.replication.LogSequenceNumber;

/** Creates, lists and drops the slots through which streams are read. */
final class ReplicationSlots {

  private static final Pattern NAME = Pattern.compile("[a-z0-9_]{1,63}");
  private static final int DROP_ATTEMPTS = 5;

  private static final String LIST =
      """
      SELECT slot_name, active, confirmed_flush_lsn, wal_status = 'lost' FROM pg_replication_slots
      WHERE database = current_database() AND starts_with(slot_name, ?) ORDER BY slot_name
      """;

  /** Waits until they are gone. */
  private static final String RELEASE =
      """
      SELECT pg_terminate_backend(active_pid, 5000) FROM pg_replication_slots
      WHERE slot_name = '%s' AND active_pid <> pg_backend_pid()
      """;

  private static final String WRITERS =
      """
      SELECT CASE WHEN p.gid IS NULL
        THEN format('session %s of %s in database %s', l.pid, a.usename, a.datname)
        ELSE format('prepared transaction %s of %s in database %s', p.gid, p.owner, p.database) END
      FROM pg_locks l LEFT JOIN pg_stat_activity a ON a.pid = l.pid
      LEFT JOIN pg_prepared_xacts p ON p.transaction = l.transactionid
      WHERE l.locktype = 'transactionid' AND l.granted AND l.mode = 'ExclusiveLock'
      ORDER BY age(l.transactionid) DESC LIMIT 5
      """;

  private ReplicationSlots() {}

  /**
   * Creates a slot and exports what the database holds where it begins. Waits for every transaction
   * of the cluster that has written; raises {@code slot-timeout}, and leaves no slot, when one of
   * them outlasts {@code patience}.
   */
  static ExportedSnapshot createExporting(
      MoverAccess access, Placement home, String slot, Duration patience) {
    Connection session = MoverSession.openReplication(access, home);
    try (Statement command = session.createStatement()) {
      try (ResultSet row = create(home, command, slot, "export", patience)) {
        return new ExportedSnapshot(session, row.getString("snapshot_name"), position(row));
      }
    } catch (SQLException e) {
      throw closing(session, MoveErrors.database(home, e));
    } catch (CroftException e) {
      throw closing(session, e);
    }
  }

  /** Creates a slot and returns where it begins; waits and raises as the other does. */
  static LogSequenceNumber create(
      MoverAccess access, Placement home, String slot, Duration patience) {
    try (Connection session = MoverSession.openReplication(access, home);
        Statement command = session.createStatement();
        ResultSet row = create(home, command, slot, "nothing", patience)) {
      return position(row);
    } catch (SQLException e) {
      throw MoveErrors.database(home, e);
    }
  }

  private static ResultSet create(
      Placement home, Statement command, String slot, String snapshot, Duration patience)
      throws SQLException {
    requireName(slot);
    // The server bounds no command of replication; a cancel ends the wait.
    command.setQueryTimeout((int) Math.max(1, patience.toSeconds()));
    try {
      ResultSet row =
          command.executeQuery(
              "CREATE_REPLICATION_SLOT %s LOGICAL pgoutput (SNAPSHOT '%s')"
                  .formatted(Identifiers.quote(slot), snapshot));
      row.next();
      return row;
    } catch (SQLException e) {
      switch (String.valueOf(e.getSQLState())) {
        case "57014" -> throw timeout(home, command, slot, patience, e);
        case "42501", "53300", "53400", "55000" -> throw unsupported(home, e);
        default -> throw e;
      }
    }
  }

  private static CroftException timeout(
      Placement home, Statement command, String slot, Duration patience, SQLException cause)
      throws SQLException {
    List<String> writers = new ArrayList<>();
    command.setQueryTimeout(0);
    try (ResultSet row = command.executeQuery(WRITERS)) {
      while (row.next()) {
        writers.add(row.getString(1));
      }
    }
    return new CroftException(
        ErrorCode.SLOT_TIMEOUT,
        "slot %s on server %s did not begin within %d ms; transactions that have written, oldest first: %s"
            .formatted(slot, home.server(), patience.toMillis(), String.join(", ", writers)),
        "end the oldest of these transactions, or wait for it, and resume the move",
        cause);
  }

  private static CroftException unsupported(Placement home, SQLException cause) {
    return new CroftException(
        ErrorCode.MOVE_UNSUPPORTED,
        "server %s lets the mover make no slot: %s".formatted(home.server(), cause.getMessage()),
        "it needs wal_level = logical, a free slot (max_replication_slots), a free sender"
            + " (max_wal_senders), and the mover the right REPLICATION",
        cause);
  }

  private static LogSequenceNumber position(ResultSet created) throws SQLException {
    return LogSequenceNumber.valueOf(created.getString("consistent_point"));
  }

  /** Drops a slot, ending who reads it; does nothing when there is none. */
  static void drop(MoverAccess access, Placement home, String slot) {
    requireName(slot);
    try (Connection session = MoverSession.open(access, home);
        Statement command = session.createStatement()) {
      for (int attempt = 1; ; attempt++) {
        release(session, slot);
        try {
          command.execute("SELECT pg_drop_replication_slot('%s')".formatted(slot));
          return;
        } catch (SQLException e) {
          if ("42704".equals(e.getSQLState())) {
            return;
          }
          if (!"55006".equals(e.getSQLState()) || attempt == DROP_ATTEMPTS) {
            throw e;
          }
        }
      }
    } catch (SQLException e) {
      throw MoveErrors.database(home, e);
    }
  }

  /** Returns the slots of the database of {@code home} whose names begin with {@code prefix}. */
  static List<SlotState> list(MoverAccess access, Placement home, String prefix) {
    List<SlotState> found = new ArrayList<>();
    try (Connection session = MoverSession.open(access, home);
        PreparedStatement query = session.prepareStatement(LIST)) {
      query.setString(1, prefix);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          String confirmed = row.getString(3);
          found.add(
              new SlotState(
                  row.getString(1),
                  row.getBoolean(2),
                  confirmed == null ? null : LogSequenceNumber.valueOf(confirmed),
                  row.getBoolean(4)));
        }
      }
    } catch (SQLException e) {
      throw MoveErrors.database(home, e);
    }
    return found;
  }

  /** Ends the session that reads the slot, if any. */
  static void release(Connection session, String slot) throws SQLException {
    try (Statement command = session.createStatement()) {
      command.execute(RELEASE.formatted(slot));
    }
  }

  /** The driver writes the name into its command as it is. */
  static void requireName(String slot) {
    if (!NAME.matcher(slot).matches()) {
      throw new CroftException(
          ErrorCode.ARGUMENT_INVALID,
          "\"%s\" is no name of a slot".formatted(slot),
          "use 1 to 63 of a-z, 0-9 and _");
    }
  }

  /** Returns {@code e} after closing the session that it ends. */
  static CroftException closing(Connection session, CroftException e) {
    try {
      session.close();
    } catch (SQLException also) {
      e.addSuppressed(also);
    }
    return e;
  }
}

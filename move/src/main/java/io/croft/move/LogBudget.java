package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * How much of its log a server may keep for the slots of one move. A slot keeps the log from where
 * it was last confirmed; the disk that it fills is everybody's.
 *
 * @param bytes how many bytes
 * @param limited whether the server says so itself, by {@code max_slot_wal_keep_size}; beyond that
 *     it would take from the slot what the move has not read yet
 */
record LogBudget(String server, long bytes, boolean limited) {

  private static final String LIMIT =
      "SELECT pg_size_bytes(current_setting('max_slot_wal_keep_size'))";

  /** Less is gone before a move has begun to read: the log is counted in segments of 16 MiB. */
  private static final long LEAST = 64L << 20;

  /** The rest is for what is written between two looks. */
  private static final double USED = 0.8;

  /** Reads what the server of that session allows. */
  static LogBudget read(Connection session, String server, MoveSettings settings)
      throws SQLException {
    try (Statement query = session.createStatement();
        ResultSet row = query.executeQuery(LIMIT)) {
      row.next();
      long limit = row.getLong(1);
      return limit < 0
          ? new LogBudget(server, settings.logBudget(), false)
          : new LogBudget(server, (long) (limit * USED), true);
    }
  }

  /**
   * Returns why the budget cannot do for a streamed move, with what to do; empty when it may.
   *
   * @param expected how many bytes the move itself writes there while its slot keeps them
   */
  Optional<String> problem(long expected) {
    long needed = Math.max(LEAST, expected);
    if (bytes >= needed) {
      return Optional.empty();
    }
    return Optional.of(
        "server %s may keep %d MB of its log for the slot of a move, at least %d MB are needed (%s)"
            .formatted(server, bytes >> 20, needed >> 20, remedy(needed)));
  }

  /** Returns what gives a move room for so many bytes. */
  String remedy(long needed) {
    String setting = "max_slot_wal_keep_size";
    long wanted = (long) (Math.max(LEAST, needed) / USED);
    return limited
        ? "raise %s to more than %d MB and reload the server".formatted(setting, wanted >> 20)
        : "set %s, to more than %d MB, and reload the server".formatted(setting, wanted >> 20);
  }

  /** Raises {@code move-unsupported} unless the server of {@code home} can keep enough log. */
  static void require(MoverAccess access, Placement home, MoveSettings settings, long expected)
      throws SQLException {
    try (Connection session = MoverSession.open(access, shared(home))) {
      Optional<String> problem = read(session, home.server(), settings).problem(expected);
      if (problem.isPresent()) {
        throw new CroftException(
            ErrorCode.MOVE_UNSUPPORTED,
            "the home %s cannot be streamed: %s".formatted(home.summary(), problem.get()),
            "do what is said, then resume the move; nothing has changed");
      }
    }
  }

  /** A database home may not be there; every server has the shared database. */
  static Placement shared(Placement home) {
    return Placement.of(home.tenant(), Isolation.POOL, home.server(), Math.max(1, home.epoch()));
  }

  /**
   * Returns how many bytes the move writes into the log of the old home's server while its slot
   * keeps them: the rows, where the copy lies on the same server.
   */
  static long written(Placement from, String toServer, Rehearsal rehearsal) {
    return from.server().equals(toServer) ? rehearsal.bytes() : 0;
  }
}

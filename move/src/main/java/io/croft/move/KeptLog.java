package io.croft.move;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * How many bytes of its server's log one slot keeps; none where the server has taken them from it.
 */
record KeptLog(String slot, long bytes) {

  private static final String LIST =
      """
      SELECT s.slot_name, pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn)::bigint
      FROM pg_replication_slots s
      WHERE starts_with(s.slot_name, ?) AND s.restart_lsn IS NOT NULL AND s.wal_status <> 'lost'
      """;

  /** Returns those whose names begin so, of all databases of the server. */
  static List<KeptLog> of(Connection session, String prefix) throws SQLException {
    List<KeptLog> kept = new ArrayList<>();
    try (PreparedStatement query = session.prepareStatement(LIST)) {
      query.setString(1, prefix);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          kept.add(new KeptLog(row.getString(1), row.getLong(2)));
        }
      }
    }
    return kept;
  }
}

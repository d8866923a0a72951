package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Whether a server gives the mover what it needs; one without a superuser may not have done so. */
final class MoverRights {

  private static final String READ =
      """
      SELECT r.rolbypassrls, has_parameter_privilege(r.oid, 'session_replication_role', 'SET')
      FROM pg_roles r WHERE r.rolname = session_user
      """;

  private MoverRights() {}

  /** Raises {@code move-unsupported} unless rows can be moved to or from {@code home}. */
  static void require(MoverAccess access, Placement home) throws SQLException {
    // A database home may not be there yet; every server has the shared database.
    Placement shared =
        Placement.of(home.tenant(), Isolation.POOL, home.server(), Math.max(1, home.epoch()));
    try (Connection mover = MoverSession.open(access, shared);
        Statement query = mover.createStatement();
        ResultSet row = query.executeQuery(READ)) {
      row.next();
      if (!row.getBoolean(2)) {
        throw unsupported(home, "the right to set session_replication_role");
      }
      if (home.isolation() == Isolation.POOL && !row.getBoolean(1)) {
        throw unsupported(home, "BYPASSRLS, which the pool needs");
      }
    }
  }

  private static CroftException unsupported(Placement home, String missing) {
    return new CroftException(
        ErrorCode.MOVE_UNSUPPORTED,
        "the mover of server %s lacks %s".formatted(home.server(), missing),
        "let a superuser of that server run croft gate upgrade; see croft gate status");
  }
}

package io.croft.watch;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.gate.GateState;
import io.croft.gate.MasterSecret;
import io.croft.home.Homes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;

/**
 * The one row of {@code croft_canary} by which a home is known: its mark follows from the master
 * secret and the tenant alone, so that it is the same row wherever the tenant moves, and nobody
 * else can put it there. Thread-safe.
 */
final class Canary {

  /** What is said of a row that was there once. */
  static final Answer GONE = Answer.blind("the row was gone; planted anew");

  private static final String WORD = "croft-watch:";

  private static final String FIND =
      "SELECT count(*) FROM croft_canary WHERE tenant_id = ? AND mark = ?";

  private static final String PLANT =
      "INSERT INTO croft_canary (mark) VALUES (?) ON CONFLICT DO NOTHING";

  private final MasterSecret secret;
  private final Homes homes;

  Canary(MasterSecret secret, Homes homes) {
    this.secret = secret;
    this.homes = homes;
  }

  /**
   * Looks for the row of {@code home}, as its tenant, and plants it when it is not there.
   *
   * @param known whether it was there before: then it is missed
   */
  Answer look(ProbeSession session, Placement home, boolean known) throws SQLException {
    if (isThere(session, home)) {
      return Answer.held("1 row");
    }
    plant(session, home);
    if (!isThere(session, home)) {
      return Answer.blind("the row cannot be planted");
    }
    return known ? GONE : Answer.held("planted");
  }

  /** Returns whether the canary is in its home; a home that was never made holds none. */
  boolean isThere(ProbeSession session, Placement home) throws SQLException {
    try {
      return session.entered(home, c -> find(c, home.tenant())) == 1;
    } catch (SQLException e) {
      if (home.isolation() == Isolation.POOL && GateState.MOVED.equals(e.getSQLState())) {
        return false;
      }
      throw e;
    }
  }

  private void plant(ProbeSession session, Placement home) throws SQLException {
    if (home.isolation() == Isolation.POOL) {
      homes.create(home);
    }
    session.write(home, c -> ProbeSession.change(c, PLANT, mark(home.tenant())));
  }

  private long find(Connection connection, TenantId tenant) throws SQLException {
    return ProbeSession.number(connection, FIND, tenant.value(), mark(tenant));
  }

  private String mark(TenantId tenant) {
    return WORD + HexFormat.of().formatHex(secret.derive("canary.mark.v1:" + tenant), 0, 16);
  }
}

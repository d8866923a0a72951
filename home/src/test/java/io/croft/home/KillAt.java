package io.croft.home;

import java.sql.Connection;
import java.sql.SQLException;

/** Cuts the connection at the n-th step of a piece of work, as a killed process would. */
final class KillAt implements ObservedConnections.Observer {

  private final int step;
  private int seen;
  private boolean killed;

  /**
   * A killer that strikes once.
   *
   * @param step which statement is never sent, from 1; all before it have been answered
   */
  KillAt(int step) {
    this.step = step;
  }

  /** Returns true when the work was long enough to be cut. */
  boolean killed() {
    return killed;
  }

  @Override
  public void before(Connection connection, String sql) throws SQLException {
    seen++;
    if (killed || seen == step) {
      killed = true;
      connection.abort(Runnable::run);
      throw new SQLException("killed", "08006");
    }
  }
}

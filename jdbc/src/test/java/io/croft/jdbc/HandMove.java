package io.croft.jdbc;

import io.croft.core.Identifiers;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.gate.MoverGate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

/** A move in its single steps, as the mover makes them, so that tests can stop between two. */
final class HandMove {

  private final long token;

  final Placement from;
  final Placement to;

  private HandMove(Placement from, Placement to) {
    this.from = from;
    this.to = to;
    this.token = to.epoch();
  }

  /** Makes the target home; the tenant notices nothing. */
  static HandMove prepared(Placement from, Isolation isolation, String server) throws SQLException {
    Placement to = Placement.of(from.tenant(), isolation, server, from.epoch() + 1);
    Cluster.prepare(to, to.epoch());
    return new HandMove(from, to);
  }

  HandMove fence(Duration lease) throws SQLException {
    try (Connection mover = Cluster.mover(from)) {
      while (true) {
        try {
          if (MoverGate.fence(mover, from, token, lease)) {
            return this;
          }
          throw new IllegalStateException("the home could not be fenced");
        } catch (SQLException e) {
          if (!"55P03".equals(e.getSQLState())) {
            throw e;
          }
        }
      }
    }
  }

  void unfence() throws SQLException {
    try (Connection mover = Cluster.mover(from)) {
      MoverGate.unfence(mover, from, token);
    }
  }

  /** Copies the rows and passes the commit point; the target is not open yet. */
  HandMove copyAndSwitch() throws SQLException {
    copy();
    try (Connection mover = Cluster.mover(from)) {
      if (!MoverGate.switchOver(mover, from, token, to, Cluster.PASS_KEY)) {
        throw new IllegalStateException("the lease is lost");
      }
    }
    return this;
  }

  /** Opens the target, as the mover does after the commit point. */
  void open() throws SQLException {
    try (Connection source = Cluster.mover(from);
        Connection target = Cluster.mover(to)) {
      MoverGate.open(target, to, MoverGate.handover(source, from));
    }
  }

  private void copy() throws SQLException {
    try (Connection source = Cluster.admin(from);
        Connection target = Cluster.mover(to);
        PreparedStatement read =
            source.prepareStatement(
                "SELECT tenant_id, id, body FROM "
                    + Identifiers.quote(from.schema(), "note")
                    + " WHERE tenant_id = ?");
        PreparedStatement write =
            target.prepareStatement(
                "INSERT INTO "
                    + Identifiers.quote(to.schema(), "note")
                    + " (tenant_id, id, body) VALUES (?, ?, ?)")) {
      target.setAutoCommit(false);
      MoverGate.claim(target, to, token);
      read.setObject(1, from.tenant().value());
      try (ResultSet rows = read.executeQuery()) {
        while (rows.next()) {
          write.setObject(1, rows.getObject(1));
          write.setLong(2, rows.getLong(2));
          write.setString(3, rows.getString(3));
          write.addBatch();
        }
      }
      write.executeBatch();
      target.commit();
    }
  }
}

package io.croft.gate;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;

/** Numbers that a move would give out twice. */
final class SequenceAttacks {

  private static final String NEXT = "SELECT nextval('invoice_number')";
  private static final String FAR_ON =
      "SELECT max(nextval('app.invoice_number')) FROM generate_series(1, 3000)";
  private static final String WAITS =
      "SELECT count(*) FROM pg_stat_activity WHERE pid = ? AND wait_event_type = 'Lock'";

  private SequenceAttacks() {}

  /** The numbers would be those of before the switch. */
  static boolean handoverBeforeTheSwitch(GateDatabase gate) throws SQLException {
    try (Attempt attempt = Attempt.on(gate, gate.newHome(Isolation.SCHEMA))) {
      attempt.fence();
      return Attack.succeeds(attempt::handover);
    }
  }

  /** A neighbour draws from the pool's sequence between the opening's look at it and its change. */
  static boolean numberOfANeighbourTwice(GateDatabase gate) throws SQLException {
    Placement home = gate.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(gate, home, Isolation.POOL);
        Connection old = gate.connect(home);
        Connection neighbour = gate.admin();
        Connection pool = gate.pool()) {
      Sql.run(old, NEXT);
      attempt.fence();
      attempt.switchOver();
      byte[] pass = attempt.handover();
      Sql.run(neighbour, "SET session_replication_role = replica");
      neighbour.setAutoCommit(false);
      // Nobody else draws from now on; whoever looks at it may.
      Sql.run(neighbour, "ALTER SEQUENCE app.invoice_number OWNED BY NONE");
      CompletableFuture<Void> opening = CompletableFuture.runAsync(() -> open(attempt, pass));
      awaitWaits(gate, Sql.pid(attempt.target()));
      long drawn = Sql.number(neighbour, FAR_ON);
      neighbour.commit();
      opening.join();
      return Sql.number(pool, NEXT) <= drawn;
    }
  }

  private static void open(Attempt attempt, byte[] pass) {
    try {
      MoverGate.open(attempt.target(), attempt.to(), pass);
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }

  private static void awaitWaits(GateDatabase gate, int pid) throws SQLException {
    try (Connection admin = gate.admin()) {
      Awaitility.await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> Sql.number(admin, WAITS, pid) == 1);
    }
  }
}

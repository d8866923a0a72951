package io.croft.jdbc;

import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.gate.Gate;
import io.croft.gate.GateState;
import io.croft.gate.Sealer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.postgresql.PGStatement;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.jdbc.PgConnection;

/** What the data plane says to the gate of a home. */
final class GateCalls {

  private static final String ENTER = "SELECT croft.enter(?)";
  private static final String JOIN = "SELECT croft.join()";
  private static final String REOPEN = "SELECT croft.reopen(?, ?)";
  private static final String HANDOVER = "SELECT croft.handover(?, ?)";
  private static final String OPEN = "SELECT croft.open(?, ?, ?)";
  private static final String NAME_LOCALLY =
      "SELECT pg_catalog.set_config('application_name', ?, true)";

  private static final Set<String> NO_SUCH_GATE = Set.of("42883", "3F000", GateState.OTHER_VERSION);

  private final Sealer sealer;

  /** Databases that keep the register in sequences, which a read-only transaction cannot write. */
  private final Set<String> enterBeforeReadOnly = ConcurrentHashMap.newKeySet();

  GateCalls(Sealer sealer) {
    this.sealer = sealer;
  }

  /**
   * Begins a transaction in the wanted shape with the tenant inside. The gate comes directly after
   * BEGIN, before any savepoint: what it sets must not vanish with a ROLLBACK TO.
   */
  void begin(Lease lease, Shape shape) throws SQLException {
    PgConnection pg = lease.pg();
    pg.setAutoCommit(false);
    boolean readOnlyLater =
        shape.readOnly() && enterBeforeReadOnly.contains(database(lease.home()));
    int backend = open(lease, readOnlyLater ? shape.withReadOnly(false) : shape);
    if (lease.home().isolation() == Isolation.POOL) {
      enter(lease, backend);
    } else {
      join(pg);
    }
    if (readOnlyLater) {
      try (Statement set = pg.createStatement()) {
        set.execute("SET TRANSACTION READ ONLY");
      }
    }
    lease.entered();
    AutoSave autosave = lease.connection().autosave();
    if (autosave != AutoSave.NEVER) {
      pg.setAutosave(autosave);
    }
    if (shape.applicationName() != null) {
      try (PreparedStatement name = unnamed(pg, NAME_LOCALLY)) {
        name.setString(1, shape.applicationName());
        name.execute();
      }
    }
  }

  /** Gives the transaction its shape and returns the process id of its backend. */
  private static int open(Lease lease, Shape shape) throws SQLException {
    PgConnection pg = lease.pg();
    pg.setReadOnly(shape.readOnly());
    PhysicalConnection connection = lease.connection();
    if (connection.pooler() == Pooler.TRANSACTION) {
      return Opening.run(pg, shape, lease.home().schema(), connection.driverSettings());
    }
    if (shape.isolation() != Connection.TRANSACTION_READ_COMMITTED) {
      // Not the driver's setter: it would change the session, not the transaction.
      try (Statement set = pg.createStatement()) {
        set.execute("SET TRANSACTION ISOLATION LEVEL " + shape.isolationSql());
      }
    }
    return pg.getBackendPID();
  }

  private void enter(Lease lease, int backend) throws SQLException {
    try (PreparedStatement enter = unnamed(lease.pg(), ENTER)) {
      enter.setBytes(1, sealer.seal(lease.home(), backend, lease.access()));
      enter.execute();
    } catch (SQLException e) {
      sealer.learn(lease.home(), e);
      if (Errors.READ_ONLY.equals(e.getSQLState())) {
        enterBeforeReadOnly.add(database(lease.home()));
      }
      throw explained(e, lease.home());
    }
  }

  private static String database(Placement home) {
    return home.server() + "/" + home.database();
  }

  private static SQLException explained(SQLException error, Placement home) {
    if (!NO_SUCH_GATE.contains(String.valueOf(error.getSQLState()))) {
      return error;
    }
    return Errors.of(
        ErrorCode.GATE_OUTDATED,
        "the gate of database %s on server %s is missing or of another version than %d: %s"
            .formatted(home.database(), home.server(), Gate.VERSION, error.getMessage()),
        "see croft gate status, and run croft gate upgrade when it is the older one",
        error);
  }

  /** Asks a schema or database home whether it is its tenant's and open; raises when not. */
  static boolean join(PgConnection pg) throws SQLException {
    try (PreparedStatement join = unnamed(pg, JOIN)) {
      return join.execute();
    }
  }

  /** Opens a home whose mover has missed its lease; does nothing where the lease still runs. */
  static boolean reopen(PgConnection pg, Placement home) throws SQLException {
    try (PreparedStatement reopen = unnamed(pg, REOPEN)) {
      bind(reopen, home);
      return reopen.execute();
    }
  }

  /** Returns the pass that opens the home which follows {@code old}. */
  static byte[] handover(PgConnection pg, Placement old) throws SQLException {
    try (PreparedStatement handover = unnamed(pg, HANDOVER)) {
      bind(handover, old);
      try (ResultSet row = handover.executeQuery()) {
        row.next();
        return row.getBytes(1);
      }
    }
  }

  /** Opens {@code target} with the pass of the home that the tenant left. */
  static boolean open(PgConnection pg, Placement target, byte[] pass) throws SQLException {
    try (PreparedStatement open = unnamed(pg, OPEN)) {
      bind(open, target);
      open.setBytes(3, pass);
      return open.execute();
    }
  }

  private static void bind(PreparedStatement call, Placement home) throws SQLException {
    call.setObject(1, home.tenant().value());
    call.setLong(2, home.epoch());
  }

  /** A named statement could be replaced by the tenant's SQL; an unnamed one cannot. */
  private static PreparedStatement unnamed(PgConnection pg, String sql) throws SQLException {
    PreparedStatement statement = pg.prepareStatement(sql);
    statement.unwrap(PGStatement.class).setPrepareThreshold(0);
    return statement;
  }
}

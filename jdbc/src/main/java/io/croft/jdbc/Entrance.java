package io.croft.jdbc;

import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.gate.Gate;
import io.croft.gate.GateState;
import io.croft.gate.Sealer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.jdbc.PgConnection;
import org.postgresql.util.PSQLException;

/**
 * How a transaction begins at its home: in the wanted shape, in a session without anything of
 * another tenant, with the tenant let in by the gate. Where the connection has a {@link Wire} all
 * of it travels in one flight with the application's first statement. Thread-safe.
 */
final class Entrance {

  private static final String ENTER = "SELECT croft.enter($1)";
  private static final String JOIN = "SELECT croft.join()";
  private static final String NAME_LOCALLY =
      "SELECT pg_catalog.set_config('application_name', $1, true)";

  private static final Set<String> NO_SUCH_GATE = Set.of("42883", "3F000", GateState.OTHER_VERSION);

  private final Sealer sealer;
  private volatile boolean clearing = true;

  /** Databases that keep the register in sequences, which a read-only transaction cannot write. */
  private final Set<String> enterBeforeReadOnly = ConcurrentHashMap.newKeySet();

  Entrance(Sealer sealer) {
    this.sealer = sealer;
  }

  /** Leaves in a session what another tenant has left there: to see what clearing is good for. */
  void neverClear() {
    clearing = false;
  }

  /** Begins a transaction block and lets the tenant in, before anything of the application. */
  void begin(Lease lease, Shape shape) throws SQLException {
    PgConnection pg = lease.pg();
    if (lease.connection().wire() == null) {
      beginStepByStep(lease, shape);
    } else {
      send(lease, shape, true);
      try (Statement knock = pg.createStatement()) {
        knock.execute("SELECT");
      }
      if (lease.preface() != Wire.State.LET_IN) {
        throw new IllegalStateException("the gate of " + lease.home() + " has not answered");
      }
    }
    lease.entered();
    AutoSave autosave = lease.connection().autosave();
    if (autosave != AutoSave.NEVER) {
      pg.setAutosave(autosave);
    }
  }

  /**
   * Lets the first statement that is sent on {@code lease} begin the transaction and let the tenant
   * in.
   *
   * @param block true for a transaction block, false for one statement in autocommit
   */
  void send(Lease lease, Shape shape, boolean block) throws SQLException {
    PgConnection pg = lease.pg();
    Shape first = beforeEntry(lease, shape);
    if (block) {
      beginBlock(pg, first);
    }
    Preface preface = new Preface();
    if (clearing && lease.connection().unclean()) {
      clear(preface, first, lease.connection().changesAfterClearing());
    } else {
      isolate(preface, shape);
    }
    letIn(preface, lease, shape, pg.getBackendPID());
    lease.arm(preface, block);
  }

  private void beginStepByStep(Lease lease, Shape shape) throws SQLException {
    PgConnection pg = lease.pg();
    PhysicalConnection connection = lease.connection();
    Shape first = beforeEntry(lease, shape);
    beginBlock(pg, first);
    int backend = pg.getBackendPID();
    Preface preface = new Preface();
    if (connection.pooler() == Pooler.TRANSACTION) {
      backend = Opening.run(pg, first, lease.home().schema(), connection.openingSettings());
    } else {
      isolate(preface, shape);
    }
    letIn(preface, lease, shape, backend);
    try {
      preface.run(pg);
    } catch (SQLException e) {
      throw refusal(lease, e);
    }
  }

  private static void beginBlock(PgConnection pg, Shape first) throws SQLException {
    pg.setAutoCommit(false);
    pg.setReadOnly(first.readOnly());
  }

  /** Not by the driver's setter: it would change the session, not the transaction. */
  private static void isolate(Preface preface, Shape shape) {
    if (shape.isolation() != Connection.TRANSACTION_READ_COMMITTED) {
      preface.add("SET TRANSACTION ISOLATION LEVEL " + shape.isolationSql());
    }
  }

  /**
   * What begins in an unclean session begins with the defaults that were set there. UNLISTEN holds
   * from the end of its own transaction on; the seed of random() is what nothing resets. The
   * settings are changed twice: before, so that SQL which rolls back does not bring the old ones
   * back; and again, because what comes before may fail without stopping what follows.
   */
  private static void clear(Preface preface, Shape shape, List<String> changes) {
    preface.first("UNLISTEN *").first("RESET ALL");
    changes.forEach(preface::first);
    preface
        .add(shape.setTransaction())
        .add("RESET ALL")
        .add("SET seed = " + ThreadLocalRandom.current().nextDouble(-1, 1))
        .add("DISCARD SEQUENCES");
    changes.forEach(preface::add);
  }

  /** The gate comes before any savepoint: what it sets must not vanish with a ROLLBACK TO. */
  private void letIn(Preface preface, Lease lease, Shape shape, int backend) {
    Placement home = lease.home();
    if (home.isolation() == Isolation.POOL) {
      preface.add(ENTER, sealer.seal(home, backend, lease.access()));
    } else {
      preface.add(JOIN);
    }
    if (readOnlyLater(lease, shape)) {
      preface.add("SET TRANSACTION READ ONLY");
    }
    @Nullable String name = shape.applicationName();
    if (name != null) {
      String both = SessionSettings.applicationName(name, home.tenant());
      preface.add(NAME_LOCALLY, both);
    }
  }

  /** Returns what an error of the gate means, and learns from it for the next attempt. */
  SQLException refusal(Lease lease, SQLException error) {
    Placement home = lease.home();
    SQLException refusal = ofServer(error);
    sealer.learn(home, refusal);
    if (home.isolation() == Isolation.POOL && Errors.READ_ONLY.equals(refusal.getSQLState())) {
      enterBeforeReadOnly.add(database(home));
    }
    if (!NO_SUCH_GATE.contains(String.valueOf(refusal.getSQLState()))
        || home.isolation() != Isolation.POOL) {
      return refusal;
    }
    return Errors.of(
        ErrorCode.GATE_OUTDATED,
        "the gate of database %s on server %s is missing or of another version than %d: %s"
            .formatted(home.database(), home.server(), Gate.VERSION, refusal.getMessage()),
        "see croft gate status, and run croft gate upgrade when it is the older one",
        refusal);
  }

  /** A batch wraps what the server said. */
  private static SQLException ofServer(SQLException error) {
    for (@Nullable Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof PSQLException server) {
        return server;
      }
    }
    @Nullable SQLException next = error.getNextException();
    return next == null ? error : ofServer(next);
  }

  /** Returns the shape until the tenant has entered. */
  private Shape beforeEntry(Lease lease, Shape shape) {
    return readOnlyLater(lease, shape) ? shape.withReadOnly(false) : shape;
  }

  private boolean readOnlyLater(Lease lease, Shape shape) {
    return shape.readOnly() && enterBeforeReadOnly.contains(database(lease.home()));
  }

  private static String database(Placement home) {
    return home.server() + "/" + home.database();
  }
}

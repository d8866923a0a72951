package io.croft.jdbc;

import io.croft.core.Access;
import io.croft.core.Placement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.postgresql.jdbc.PgConnection;

/**
 * A physical connection while it belongs to one handle: for one transaction, or one statement in
 * autocommit. After {@link #release} it may serve another tenant, so whoever keeps something of the
 * driver registers as a {@link Guest} and asks {@link #active} before every use.
 */
final class Lease {

  /** Something of the driver's that outlives the lease. */
  interface Guest {
    /** Takes along what it needs; the connection is still its own during this call. */
    void leave();
  }

  /** A column that no GROUP BY determines, and a conflict target without an index. */
  private static final Set<String> OF_KEYS = Set.of("42803", "42P10");

  private final Placement home;
  private final Access access;
  private final PhysicalConnection connection;
  private final ServerConnections origin;
  private final IdentityHashMap<Object, Guest> guests = new IdentityHashMap<>();
  private boolean entered;
  private boolean used = true;
  private boolean cleaning;
  private volatile boolean active = true;
  private volatile boolean cancelled;

  Lease(Placement home, Access access, PhysicalConnection connection, ServerConnections origin) {
    this.home = home;
    this.access = access;
    this.connection = connection;
    this.origin = origin;
  }

  Placement home() {
    return home;
  }

  Access access() {
    return access;
  }

  PgConnection pg() {
    return connection.pg();
  }

  /** Returns the application's SQL as it runs here: keys that it names have the tenant. */
  String sql(String text) {
    String keyed = origin.keys().texts().of(text);
    // Where backslashes escape in every literal, the text has been read wrongly.
    return keyed.equals(text) || pg().getStandardConformingStrings() ? keyed : text;
  }

  /**
   * Notes an error of the application's SQL. After one that may come of keys that have changed,
   * they are read again when the connection is given back.
   */
  void failed(SQLException error) {
    if (OF_KEYS.contains(String.valueOf(error.getSQLState()))) {
      origin.keys().doubt();
    }
  }

  PhysicalConnection connection() {
    return connection;
  }

  boolean active() {
    return active;
  }

  /**
   * Lets {@code preface} go with whatever is sent next; the connection has a wire.
   *
   * @param block whether it begins a block; else each flight is a transaction and carries it
   */
  void arm(Preface preface, boolean block) {
    Objects.requireNonNull(connection.wire()).arm(preface, !block);
    cleaning = connection.unclean();
  }

  /** Returns how far the preface has come, {@code IDLE} where the connection has no wire. */
  Wire.State preface() {
    @Nullable Wire wire = connection.wire();
    return wire == null ? Wire.State.IDLE : wire.state();
  }

  /** Says that the transaction is committed, and with it what its preface has done. */
  void committed() {
    if (cleaning) {
      connection.cleaned();
    }
  }

  /** Says that the gate has let this transaction in: from now on an error is the application's. */
  void entered() {
    entered = true;
  }

  boolean hasEntered() {
    return entered;
  }

  /** Returns who keeps {@code object} of the driver; null when nobody does. */
  @Nullable Guest guest(Object object) {
    return guests.get(object);
  }

  /** Returns true when the gate has answered, also before {@link #entered} was said. */
  boolean isLetIn() {
    return entered || preface() == Wire.State.LET_IN;
  }

  void admit(Object object, Guest guest) {
    guests.put(object, guest);
  }

  void forget(Object object) {
    guests.remove(object);
  }

  /** Says that nothing of the transaction has run here: it is none of the tenant's requests. */
  void unused() {
    used = false;
  }

  /** Lets the physical connection be closed when the lease ends. */
  void doom() {
    connection.doom();
  }

  /**
   * Cancels what {@code statement} is doing, from any thread. The server's signal may arrive late,
   * so the connection is not used again.
   */
  synchronized void cancel(Statement statement) throws SQLException {
    if (active) {
      cancelled = true;
      connection.doom();
      statement.cancel();
    }
  }

  /** Returns true when the application has cancelled what is done here. */
  boolean cancelled() {
    return cancelled;
  }

  /** Cuts the connection, from any thread. */
  synchronized void abort(Executor executor) throws SQLException {
    if (active) {
      connection.doom();
      connection.pg().abort(executor);
    }
  }

  /** Ends the lease and what is left of its transaction; a second call has no effect. */
  void release() {
    if (!active) {
      return;
    }
    @Nullable Wire wire = connection.wire();
    if (wire != null) {
      wire.disarm();
      if (wire.beforeFailed()) {
        connection.doom();
      }
    }
    List<Guest> leaving = new ArrayList<>(guests.values());
    guests.clear();
    leaving.forEach(Guest::leave);
    synchronized (this) {
      active = false;
    }
    origin.giveBack(connection, used);
  }
}

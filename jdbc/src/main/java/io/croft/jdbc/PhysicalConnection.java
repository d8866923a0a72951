package io.croft.jdbc;

import io.croft.core.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.core.TransactionState;
import org.postgresql.jdbc.AutoSave;
import org.postgresql.jdbc.PgConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of the driver, with what must be known before it is used again. It belongs to one
 * lease or to the pool at any moment; only {@link #doom} may be called from elsewhere.
 */
final class PhysicalConnection {

  private static final Logger LOG = LoggerFactory.getLogger(PhysicalConnection.class);
  private static final long TRUSTED_IDLE_NANOS = 500_000_000;
  private static final int CHECK_SECONDS = 5;

  /** What the driver asks for when it connects and relies on from then on. */
  private static final Set<String> DRIVER_SETTINGS =
      Set.of("application_name", "client_encoding", "DateStyle", "TimeZone");

  /**
   * What {@code DISCARD ALL} does, but for advisory locks, which no tenant can take, and plans,
   * which hold nothing of a tenant: making those of the gate's functions anew would cost more than
   * all the rest of a short transaction.
   */
  private static final String CLEAR =
      """
      CLOSE ALL; RESET SESSION AUTHORIZATION; RESET ALL; DEALLOCATE ALL; UNLISTEN *;
      DISCARD TEMP; DISCARD SEQUENCES
      """;

  private static final String CLEAR_EVERYTHING = "DISCARD ALL";

  private final ConnectionKey key;
  private final PgConnection pg;
  private final AutoSave autosave;
  private final Pooler pooler;

  /** What the driver relies on, as it was at the beginning. */
  private final Map<String, String> driverSettings = new HashMap<>();

  private final long expiresNanos;
  private final @Nullable Wire wire;
  private volatile boolean doomed;
  private boolean unclean;
  private long idleSinceNanos = System.nanoTime();
  private final String applicationName;
  private final SessionSettings start;
  private SessionSettings settings;
  private @Nullable TenantId lastTenant;
  private long idleLimitNanos = Long.MAX_VALUE;

  /**
   * @param start what the session was told when it began, and returns to when it is cleared
   */
  PhysicalConnection(
      ConnectionKey key,
      PgConnection pg,
      AutoSave autosave,
      Options options,
      SessionSettings start,
      long expiresNanos) {
    this.key = key;
    this.pg = pg;
    this.autosave = autosave;
    this.pooler = options.pooler();
    this.applicationName = options.applicationName();
    this.start = start;
    this.settings = start;
    this.expiresNanos = expiresNanos;
    this.wire = pooler == Pooler.NONE && autosave == AutoSave.NEVER ? Wire.into(pg) : null;
    for (String name : DRIVER_SETTINGS) {
      @Nullable String value = pg.getParameterStatus(name);
      if (value != null) {
        driverSettings.put(name, value);
      }
    }
  }

  ConnectionKey key() {
    return key;
  }

  PgConnection pg() {
    return pg;
  }

  /** Returns the autosave mode of the application, which holds only after the gate. */
  AutoSave autosave() {
    return autosave;
  }

  Pooler pooler() {
    return pooler;
  }

  /** Returns what a session behind a pooler is told beside what every connection starts with. */
  Map<String, String> openingSettings() {
    Map<String, String> all = new HashMap<>(driverSettings);
    if (settings.statementMillis() > 0) {
      all.put("statement_timeout", String.valueOf(settings.statementMillis()));
    }
    return all;
  }

  /** Returns how a preface travels with the first statement, null where it cannot. */
  @Nullable Wire wire() {
    return wire;
  }

  /** Returns true while the session may carry what another tenant has set in it. */
  boolean unclean() {
    return unclean;
  }

  /** Says that a transaction which has cleared the session is committed. */
  void cleaned() {
    unclean = false;
  }

  /** Lets it be closed when it comes back. */
  void doom() {
    doomed = true;
  }

  boolean expired(long nowNanos) {
    return doomed || nowNanos - expiresNanos >= 0;
  }

  boolean idleLongerThan(long nanos, long nowNanos) {
    return nowNanos - idleSinceNanos > Math.min(nanos, idleLimitNanos);
  }

  /** Returns what makes a session that was cleared one of the present tenant. */
  List<String> changesAfterClearing() throws SQLException {
    return settings.changesFrom(start);
  }

  /**
   * Makes an idle connection ready for {@code tenant}: alive, and its own.
   *
   * @param scrub true to clear the session whoever used it last
   * @return false when it cannot be used
   */
  boolean ready(TenantId tenant, Allowance allowance, boolean scrub) {
    if (!key.shared() && allowance.statementMillis() != start.statementMillis() && direct()) {
      return false;
    }
    try {
      boolean asked = direct() && scrub;
      if (asked) {
        clear(CLEAR_EVERYTHING);
        unclean = false;
        settings = start;
        lastTenant = null;
      }
      asked |= assign(tenant, allowance);
      return asked
          || !idleLongerThan(TRUSTED_IDLE_NANOS, System.nanoTime())
          || pg.isValid(CHECK_SECONDS);
    } catch (SQLException e) {
      LOG.debug("a connection of {} is replaced: {}", key.login(), e.getMessage());
      return false;
    }
  }

  /**
   * Makes the session that of {@code tenant}, without anything that another one has left in it, or
   * {@link #unclean}, so that the next transaction clears it in its first flight. Behind a pooler
   * that would reach some session or other; there each transaction has its opening.
   *
   * @return true when the server was asked something and has answered
   */
  boolean assign(TenantId tenant, Allowance allowance) throws SQLException {
    idleLimitNanos = key.shared() ? Long.MAX_VALUE : allowance.idleNanos();
    if (!direct()) {
      settings = new SessionSettings(applicationName, allowance.statementMillis());
      lastTenant = tenant;
      return false;
    }
    if (tenant.equals(lastTenant) && settings.statementMillis() == allowance.statementMillis()) {
      return false;
    }
    SessionSettings wanted = SessionSettings.of(applicationName, tenant, allowance);
    boolean same = wanted.equals(settings);
    settings = wanted;
    lastTenant = tenant;
    if (same) {
      return false;
    }
    if (wire != null) {
      unclean = true;
      return false;
    }
    String changed = String.join("; ", changesAfterClearing());
    clear(CLEAR + (changed.isEmpty() ? "" : "; " + changed));
    return true;
  }

  /**
   * Makes a new session ready for its first transaction.
   *
   * @return false when it was closed again
   */
  boolean prepared(TenantId tenant, Allowance allowance) {
    try {
      assign(tenant, allowance);
    } catch (SQLException e) {
      close();
      return false;
    }
    return true;
  }

  private boolean direct() {
    return pooler == Pooler.NONE;
  }

  private void clear(String how) throws SQLException {
    try (Statement statement = pg.createStatement()) {
      statement.execute(how);
    }
  }

  /**
   * Ends what the last user has left open and returns the driver's settings to their defaults.
   *
   * @return false when it must be closed
   */
  boolean reset() {
    if (doomed) {
      return false;
    }
    try {
      if (pg.isClosed()) {
        return false;
      }
      pg.setAutosave(AutoSave.NEVER);
      if (pg.getTransactionState() != TransactionState.IDLE) {
        endTransaction();
      }
      pg.setAutoCommit(true);
      pg.setReadOnly(false);
      if (pg.getHoldability() != ResultSet.CLOSE_CURSORS_AT_COMMIT) {
        pg.setHoldability(ResultSet.CLOSE_CURSORS_AT_COMMIT);
      }
      if (pg.getNetworkTimeout() != 0) {
        pg.setNetworkTimeout(Runnable::run, 0);
      }
      pg.clearWarnings();
      idleSinceNanos = System.nanoTime();
      return pg.getTransactionState() == TransactionState.IDLE;
    } catch (SQLException e) {
      LOG.debug("a connection of {} cannot be reset: {}", key.login(), e.getMessage());
      return false;
    }
  }

  private void endTransaction() throws SQLException {
    if (pg.getAutoCommit()) {
      try (Statement rollback = pg.createStatement()) {
        rollback.execute("ROLLBACK");
      }
    } else {
      pg.rollback();
    }
  }

  /** Closes the socket; the server ends the session. */
  void close() {
    try {
      pg.close();
    } catch (SQLException e) {
      LOG.debug("a connection of {} did not close cleanly: {}", key.login(), e.getMessage());
    }
  }
}

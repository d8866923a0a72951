package io.croft.home;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import io.croft.gate.ApplicationSecret;
import io.croft.gate.GateState;
import io.croft.gate.HomeGate;
import io.croft.gate.Publication;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * Creates and drops the homes of tenants on prepared servers. Everything is idempotent: killed
 * anywhere and run again with the same placement, it completes. Thread-safe; keeps a few
 * administrator connections until closed.
 */
public final class Homes implements AutoCloseable {

  private final AdminSessions sessions;
  private final PoolHomes pool;
  private final SchemaHomes schemas;
  private final DatabaseHomes databases;

  /**
   * Opens nothing yet.
   *
   * @param connections superuser connections to the servers
   * @param secret from which the passwords of the logins are derived
   */
  public Homes(AdminConnections connections, ApplicationSecret secret) {
    this.sessions = new AdminSessions(connections);
    this.pool = new PoolHomes(sessions);
    this.schemas = new SchemaHomes(sessions, secret);
    this.databases = new DatabaseHomes(sessions, connections, secret);
  }

  /** Creates a home that is open to its tenant from the start. */
  public void create(Placement home) {
    create(home, HomeBirth.open());
  }

  /**
   * Creates a home for a move to fill, or hands an existing unopened one to a newer attempt.
   *
   * @param token the attempt that may fill the home
   * @param passKey 32 bytes with which the pass is signed that opens the home
   */
  public void createPreparing(Placement home, long token, byte[] passKey) {
    create(home, HomeBirth.preparing(token, passKey));
  }

  /**
   * Makes a home that its tenant has left the home {@code renewed} of a later epoch, with all rows,
   * for a move to bring the tenant back; or hands that, where it is made already, to a newer
   * attempt. Ends all sessions of the old home's logins; schema, database and logins get new names.
   *
   * @param old of the same isolation and server as {@code renewed}
   * @param token the attempt that may write to the home
   * @param passKey 32 bytes with which the pass is signed that opens the home
   * @return false when there is neither, nothing has happened then
   * @throws CroftException {@code home-in-use} when the tenant has not left the old home; {@code
   *     operation-lost} when a newer attempt holds the home
   */
  public boolean adopt(Placement old, Placement renewed, long token, byte[] passKey) {
    if (!old.sameHomeKind(renewed.isolation(), renewed.server())) {
      throw new IllegalArgumentException(old + " cannot become " + renewed);
    }
    try {
      return kind(renewed).adopt(new HomeAdoption(old, renewed, token, passKey));
    } catch (SQLException e) {
      throw HomeErrors.failed("the home " + describe(old) + " could not be renewed", e);
    }
  }

  /**
   * Hands a home that a move is filling to a newer attempt, which goes on with what is there.
   *
   * @return false when there is no such home, or a newer attempt holds it
   */
  public boolean handOn(Placement home, long token) {
    try {
      return hasDatabase(home)
          && sessions.with(
              home.server(),
              home.database(),
              admin -> Sql.inTransaction(admin, () -> HomeGate.handOn(admin, home, token)));
    } catch (SQLException e) {
      throw HomeErrors.failed("the home " + describe(home) + " could not be handed on", e);
    }
  }

  /**
   * Removes a home that its tenant has left or never entered, with its login.
   *
   * @throws CroftException {@code home-in-use} when it is the tenant's present home; {@code
   *     home-not-empty} when the pool still holds rows of the tenant
   */
  public void drop(Placement home) {
    drop(home, false);
  }

  /** Removes a home with all its rows even when it is the tenant's present one. */
  public void dropEvenInUse(Placement home) {
    drop(home, true);
  }

  /**
   * Publishes a home, so that a slot can stream the changes of its tenant; repeatable.
   *
   * @param name of the publication in the home's database
   * @throws CroftException {@code move-unsupported} when a table would break or lose changes; see
   *     {@link #publishProblems}
   */
  public void publish(Placement home, String name) {
    publishing(home, admin -> Publication.create(admin, home, name));
  }

  /**
   * Drops the publication of a home, after its slot; nothing happens when there is none, nor when
   * the home's database is gone or half dropped.
   */
  public void unpublish(Placement home, String name) {
    if (hasDatabase(home)) {
      publishing(home, admin -> Publication.drop(admin, name));
    }
  }

  /** Returns why a home cannot be streamed as it and its server are; empty when it can. */
  public List<Publication.Problem> publishProblems(Placement home) {
    try {
      return sessions.with(
          home.server(), home.database(), admin -> Publication.problems(admin, home));
    } catch (SQLException e) {
      throw HomeErrors.failed("the home " + describe(home) + " could not be looked at", e);
    }
  }

  /**
   * Returns what statements of the application would find in one of two homes only: relations,
   * columns, constraints, indexes, triggers, sequences, types, routines and views, each after
   * {@code +} where only {@code one} has it, and after {@code -} where only {@code other} has.
   * Views are compared between servers of the same version alone. Empty when they are alike.
   */
  public List<String> differences(Placement one, Placement other) {
    Look first = look(one);
    Look second = look(other);
    return first.fingerprint().differences(second.fingerprint()).stream()
        .filter(
            line -> first.version() == second.version() || !line.substring(2).startsWith("view "))
        .toList();
  }

  private record Look(SchemaFingerprint fingerprint, int version) {}

  private Look look(Placement home) {
    try {
      return sessions.with(
          home.server(),
          home.database(),
          admin ->
              new Look(
                  SchemaFingerprint.ofMeaning(admin, home.schema()),
                  admin.getMetaData().getDatabaseMajorVersion()));
    } catch (SQLException e) {
      throw HomeErrors.failed("the home " + describe(home) + " could not be looked at", e);
    }
  }

  @Override
  public void close() {
    sessions.close();
  }

  private void create(Placement home, HomeBirth birth) {
    try {
      kind(home).create(home, birth);
    } catch (SQLException e) {
      throw HomeErrors.failed("the home " + describe(home) + " could not be created", e);
    }
  }

  private void drop(Placement home, boolean evenInUse) {
    try {
      kind(home).drop(home, evenInUse);
    } catch (SQLException e) {
      throw HomeErrors.failed("the home " + describe(home) + " could not be dropped", e);
    }
  }

  /** Returns whether the home's database is there and can be connected to. */
  public boolean hasDatabase(Placement home) {
    try {
      return sessions.with(
          home.server(),
          Databases.MAINTENANCE,
          admin ->
              switch (Databases.state(admin, home.database())) {
                case ABSENT, INVALID -> false;
                case SHUT, ADMITTING -> true;
              });
    } catch (SQLException e) {
      throw HomeErrors.failed("the home " + describe(home) + " could not be looked at", e);
    }
  }

  /** Work on a publication. */
  private interface Publishing {
    void on(Connection admin) throws SQLException;
  }

  private void publishing(Placement home, Publishing work) {
    try {
      sessions.with(
          home.server(),
          home.database(),
          admin -> {
            work.on(admin);
            return true;
          });
    } catch (SQLException e) {
      if (GateState.REFUSED.equals(e.getSQLState())) {
        throw new CroftException(
            ErrorCode.MOVE_UNSUPPORTED,
            "the home %s cannot be streamed: %s".formatted(describe(home), e.getMessage()),
            "mend what is named, or move the tenant by fenced copy",
            e);
      }
      throw HomeErrors.failed("the publication of the home " + describe(home) + " failed", e);
    }
  }

  private HomeKind kind(Placement home) {
    return switch (home.isolation()) {
      case POOL -> pool;
      case SCHEMA -> schemas;
      case DATABASE -> databases;
    };
  }

  private static String describe(Placement home) {
    return "%s of tenant %s at epoch %d".formatted(home.summary(), home.tenant(), home.epoch());
  }
}

package io.croft.home;

import io.croft.core.Placement;
import io.croft.gate.ApplicationSecret;
import io.croft.gate.HomeGate;
import io.croft.gate.Logins;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;

/** Homes in a database of their own, copied from the server's template. */
final class DatabaseHomes implements HomeKind {

  private static final String LOCK =
      "SELECT pg_advisory_lock(hashtextextended('croft home ' || ?, 0)) IS NOT NULL";
  private static final String UNLOCK =
      "SELECT pg_advisory_unlock(hashtextextended('croft home ' || ?, 0))";

  private final AdminSessions sessions;
  private final AdminConnections connections;
  private final ApplicationSecret secret;

  DatabaseHomes(AdminSessions sessions, AdminConnections connections, ApplicationSecret secret) {
    this.sessions = sessions;
    this.connections = connections;
    this.secret = secret;
  }

  @Override
  public void create(Placement home, HomeBirth birth) throws SQLException {
    alone(
        home,
        admin -> {
          if (isComplete(admin, home)) {
            finish(home, birth);
            return;
          }
          // What is there without a gate row is half made or half dropped.
          if (Databases.state(admin, home.database()) != Databases.State.ABSENT) {
            Databases.drop(admin, home.database());
          }
          HomeLogins.create(admin, home, secret);
          Databases.copyTemplate(admin, home.database());
          Databases.admit(admin, home.database(), home.login());
          finish(home, birth);
        });
  }

  @Override
  public boolean adopt(HomeAdoption adoption) throws SQLException {
    Placement home = adoption.renewed();
    AtomicBoolean adopted = new AtomicBoolean();
    alone(
        home,
        admin -> {
          if (Databases.state(admin, home.database()) == Databases.State.ABSENT
              && !rename(admin, adoption)) {
            return;
          }
          HomeLogins.create(admin, home, secret);
          Databases.admit(admin, home.database(), home.login());
          try (Connection inside = connections.open(home.server(), home.database())) {
            adopted.set(Sql.inTransaction(inside, () -> adopt(inside, adoption)));
          }
        });
    return adopted.get();
  }

  private boolean adopt(Connection inside, HomeAdoption adoption) throws SQLException {
    if (adoption.handOn(inside)) {
      return true;
    }
    if (!adoption.replace(inside)) {
      return false;
    }
    HomeLogins.protect(inside, adoption.renewed(), secret);
    return true;
  }

  /** Afterwards nobody can connect under either name; false where there is no such database. */
  private boolean rename(Connection admin, HomeAdoption adoption) throws SQLException {
    String old = adoption.old().database();
    switch (Databases.state(admin, old)) {
      case ABSENT, INVALID -> {
        return false;
      }
      case SHUT -> {}
      case ADMITTING -> {
        try (Connection inside = connections.open(adoption.old().server(), old)) {
          if (!adoption.hasLeft(inside)) {
            return false;
          }
        }
        Databases.shut(admin, old);
      }
    }
    return Sql.inTransaction(
        admin,
        () -> {
          Databases.rename(admin, old, adoption.renewed().database());
          adoption.renameLogins(admin);
          return true;
        });
  }

  @Override
  public void drop(Placement home, boolean evenInUse) throws SQLException {
    alone(
        home,
        admin -> {
          if (Databases.state(admin, home.database()) == Databases.State.ADMITTING) {
            try (Connection inside = connections.open(home.server(), home.database())) {
              Sql.inTransaction(inside, () -> HomeRemoval.shut(inside, home, evenInUse));
            }
          }
          Databases.drop(admin, home.database());
          Logins.drop(admin, home.login());
        });
  }

  private boolean isComplete(Connection admin, Placement home) throws SQLException {
    if (Databases.state(admin, home.database()) != Databases.State.ADMITTING) {
      return false;
    }
    try (Connection inside = connections.open(home.server(), home.database())) {
      return HomeGate.read(inside, home).isPresent();
    }
  }

  private void finish(Placement home, HomeBirth birth) throws SQLException {
    try (Connection inside = connections.open(home.server(), home.database())) {
      Sql.inTransaction(
          inside,
          () -> {
            if (HomeGate.read(inside, home).isEmpty()) {
              HomeLogins.protect(inside, home, secret);
            }
            birth.register(inside, home);
            return true;
          });
    }
  }

  /** Work on the maintenance database of a home's server. */
  private interface Work {
    void on(Connection admin) throws SQLException;
  }

  /**
   * Does {@code work} while nobody else creates or drops this home: a process that was thought dead
   * must not drop as half made what another has completed meanwhile.
   */
  private void alone(Placement home, Work work) throws SQLException {
    sessions.with(
        home.server(),
        Databases.MAINTENANCE,
        admin -> {
          Sql.holds(admin, LOCK, home.database());
          work.on(admin);
          return Sql.holds(admin, UNLOCK, home.database());
        });
  }
}

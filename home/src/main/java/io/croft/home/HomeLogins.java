package io.croft.home;

import io.croft.core.Identifiers;
import io.croft.core.Placement;
import io.croft.gate.ApplicationSecret;
import io.croft.gate.Gate;
import io.croft.gate.Logins;
import java.sql.Connection;
import java.sql.SQLException;

/** The login roles of schema and database homes. */
final class HomeLogins {

  /**
   * The role that may connect to the shared database, of which the logins of schema homes are
   * members. A right of each login on the database itself would make all creations write one row.
   */
  static final String TENANTS = "croft_tenants";

  private static final String END_SESSIONS =
      """
      SELECT count(pg_terminate_backend(pid, 5000)) >= 0
      FROM pg_stat_activity WHERE usename = ? AND pid <> pg_backend_pid()
      """;

  private static final String EXISTS = "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = ?)";

  private HomeLogins() {}

  /** Creates the role {@link #TENANTS} on a server; nothing happens when it is there. */
  static void installRole(Connection admin) throws SQLException {
    if (!Sql.holds(admin, EXISTS, TENANTS)) {
      Sql.run(admin, "CREATE ROLE " + Identifiers.quote(TENANTS) + " NOLOGIN");
    }
  }

  /** Creates the home's login with the password that the application derives as well. */
  static void create(Connection admin, Placement home, ApplicationSecret secret)
      throws SQLException {
    Logins.create(admin, home.login(), secret.loginPassword(home.server(), home.login()));
  }

  /**
   * Brings an existing home up to date: its logins with their passwords, one for each access that
   * the application's migrations have declared there, and its protection. Repeatable.
   */
  static void renew(Connection inside, Placement home, ApplicationSecret secret)
      throws SQLException {
    create(inside, home, secret);
    protect(inside, home, secret);
  }

  /**
   * Protects a home on a connection to its database, after making a login for each access that the
   * application's migrations have declared there. Repeatable.
   */
  static void protect(Connection inside, Placement home, ApplicationSecret secret)
      throws SQLException {
    Logins.createDeclared(inside, home.server(), home.login(), secret);
    Gate.protectHome(inside, home);
  }

  /** Lets the home's login connect to the shared database. */
  static void admitToShared(Connection admin, Placement home) throws SQLException {
    Sql.run(
        admin,
        "GRANT %s TO %s".formatted(Identifiers.quote(TENANTS), Identifiers.quote(home.login())));
  }

  /** Keeps the home's logins out and ends their sessions; nothing happens when there are none. */
  static void shut(Connection admin, Placement home) throws SQLException {
    for (String login : Logins.ofHome(admin, home.login())) {
      Sql.run(admin, "ALTER ROLE %s NOLOGIN".formatted(Identifiers.quote(login)));
      Sql.holds(admin, END_SESSIONS, login);
    }
  }
}

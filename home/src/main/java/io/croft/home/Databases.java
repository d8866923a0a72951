package io.croft.home;

import io.croft.core.Identifiers;
import io.croft.gate.MoverGate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The databases of a server, on a connection to its maintenance database. */
final class Databases {

  /** The database that an administrator connects to when the work is on others. */
  static final String MAINTENANCE = "postgres";

  /** The model of database homes: the application's schema, unprotected and empty. */
  static final String TEMPLATE = "croft_template";

  private static final String FIND =
      "SELECT datconnlimit <> -2, datallowconn FROM pg_database WHERE datname = ?";

  private static final String OPEN_TO_ALL =
      """
      SELECT d.datname
      FROM pg_database d
      CROSS JOIN LATERAL aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
      WHERE a.grantee = 0 AND d.datconnlimit <> -2
      GROUP BY d.datname
      """;

  private static final String END_SESSIONS =
      """
      SELECT count(pg_terminate_backend(pid, 5000)) >= 0
      FROM pg_stat_activity WHERE datname = ? AND pid <> pg_backend_pid()
      """;

  private static final String IN_USE = "55006";
  private static final int ATTEMPTS = 3;

  private Databases() {}

  /** What is known of a database before connecting to it. */
  enum State {
    /** There is none. */
    ABSENT,
    /** Its removal was interrupted: nobody can connect, it can only be dropped. */
    INVALID,
    /** It is there and accepts nobody. */
    SHUT,
    /** It is there and accepts those who may connect. */
    ADMITTING
  }

  static State state(Connection admin, String name) throws SQLException {
    try (PreparedStatement find = admin.prepareStatement(FIND)) {
      find.setString(1, name);
      try (ResultSet row = find.executeQuery()) {
        if (!row.next()) {
          return State.ABSENT;
        }
        if (!row.getBoolean(1)) {
          return State.INVALID;
        }
        return row.getBoolean(2) ? State.ADMITTING : State.SHUT;
      }
    }
  }

  /** Copies the template; see {@link #copy}. */
  static void copyTemplate(Connection admin, String name) throws SQLException {
    copy(admin, TEMPLATE, name);
  }

  /**
   * Creates {@code name} as a copy of {@code template}. It accepts nobody: a new database would be
   * open to everybody until its rights are set.
   */
  static void copy(Connection admin, String template, String name) throws SQLException {
    // Through the log, because the other strategy waits for two checkpoints.
    String create =
        "CREATE DATABASE %s TEMPLATE %s STRATEGY wal_log ALLOW_CONNECTIONS false"
            .formatted(Identifiers.quote(name), Identifiers.quote(template));
    for (int attempt = 1; ; attempt++) {
      try {
        Sql.run(admin, create);
        return;
      } catch (SQLException e) {
        // Autovacuum may be visiting the template; the server itself has waited some seconds.
        if (!IN_USE.equals(e.getSQLState()) || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /** Takes every right on the database from everybody and admits these roles and the mover. */
  static void admit(Connection admin, String name, String... roles) throws SQLException {
    String admitted =
        Stream.concat(Stream.of(MoverGate.LOGIN), Arrays.stream(roles))
            .map(Identifiers::quote)
            .collect(Collectors.joining(", "));
    Sql.run(
        admin,
        """
        DO $$
        BEGIN
          REVOKE ALL ON DATABASE %1$s FROM PUBLIC;
          GRANT CONNECT ON DATABASE %1$s TO %2$s;
          ALTER DATABASE %1$s ALLOW_CONNECTIONS true;
        END
        $$
        """
            .formatted(Identifiers.quote(name), admitted));
  }

  /** Makes {@code name} refuse every connection, and ends those that there are. */
  static void shut(Connection admin, String name) throws SQLException {
    Sql.run(admin, "ALTER DATABASE %s ALLOW_CONNECTIONS false".formatted(Identifiers.quote(name)));
    Sql.holds(admin, END_SESSIONS, name);
  }

  /** Gives a database that nobody is connected to another name. */
  static void rename(Connection admin, String name, String newName) throws SQLException {
    Sql.run(
        admin,
        "ALTER DATABASE %s RENAME TO %s"
            .formatted(Identifiers.quote(name), Identifiers.quote(newName)));
  }

  /** Drops the database, ending its sessions; nothing happens when there is none. */
  static void drop(Connection admin, String name) throws SQLException {
    Sql.run(admin, "DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(Identifiers.quote(name)));
  }

  /** Takes CONNECT and TEMP on every database from PUBLIC, the templates included. */
  static void closeAllToPublic(Connection admin) throws SQLException {
    for (String name : Sql.strings(admin, OPEN_TO_ALL)) {
      Sql.run(admin, "REVOKE ALL ON DATABASE %s FROM PUBLIC".formatted(Identifiers.quote(name)));
    }
  }
}

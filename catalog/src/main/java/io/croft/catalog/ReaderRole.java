package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PasswordUtil;

/**
 * The role behind a login of an application, in a transaction of whoever owns the catalog: a member
 * of {@code croft_reader} and nothing else.
 *
 * @param exists whether the catalog's server has a role of that name
 * @param unfit whether that role is more than a reader, or none
 * @param registered whether this catalog has given out that login
 */
record ReaderRole(String login, boolean exists, boolean unfit, boolean registered) {

  private static final String FIND =
      """
      SELECT r.oid IS NOT NULL AS made,
        r.oid IS NOT NULL AND (rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication
          OR rolbypassrls OR NOT pg_has_role(r.oid, 'croft_reader', 'MEMBER')
          OR EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
                     WHERE m.member = r.oid AND g.rolname <> 'croft_reader')) AS unfit,
        EXISTS (SELECT FROM catalog.reader k WHERE k.login = wanted.login) AS registered
      FROM (SELECT ?::text AS login) wanted LEFT JOIN pg_roles r ON r.rolname = wanted.login
      """;

  private static final String CREATE =
      "SELECT format('CREATE ROLE %I LOGIN PASSWORD %L IN ROLE croft_reader', ?, ?)";
  private static final String SET_PASSWORD =
      "SELECT format('ALTER ROLE %I LOGIN PASSWORD %L', ?, ?)";
  private static final String READ_ONLY =
      "SELECT format('ALTER ROLE %I SET default_transaction_read_only = on', ?)";
  private static final String JOIN = "SELECT format('GRANT %I TO CURRENT_USER', ?)";
  private static final String DROP = "SELECT format('DROP ROLE %I', ?)";

  private static final String REGISTER =
      """
      INSERT INTO catalog.reader (login) VALUES (?)
      ON CONFLICT (login) DO UPDATE SET password_since = clock_timestamp()
      """;
  private static final String FORGET = "DELETE FROM catalog.reader WHERE login = ?";

  private static final String END_SESSIONS =
      """
      SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) AS ended FROM pg_stat_activity
      WHERE usesysid = (SELECT oid FROM pg_roles WHERE rolname = ?)
      """;

  private static final String OTHER_OBJECTS_DEPEND = "2BP01";

  /** Returns what there is of that name. */
  static ReaderRole find(Connection connection, String login) throws SQLException {
    return Sql.first(
            connection,
            FIND,
            row ->
                new ReaderRole(
                    login,
                    row.getBoolean("made"),
                    row.getBoolean("unfit"),
                    row.getBoolean("registered")),
            login)
        .orElseThrow();
  }

  /** Refuses a role that is more than a reader; {@code role-too-powerful}. */
  ReaderRole requireFit() {
    if (unfit) {
      throw tooPowerful(" exists on the catalog's server and is more than a reader");
    }
    return this;
  }

  /** Makes the role, or gives it the password, and registers it. */
  void write(Connection connection, String password) throws SQLException {
    // The server and its log see a verifier only, never the password.
    String verifier = PasswordUtil.encodePassword(login, password.toCharArray(), "scram-sha-256");
    run(connection, exists ? SET_PASSWORD : CREATE, login, verifier);
    run(connection, READ_ONLY, login);
    Sql.change(connection, REGISTER, login);
  }

  /** Drops the role, ends its sessions and forgets it; returns how many sessions were ended. */
  int drop(Connection connection) throws SQLException {
    int ended = 0;
    if (exists) {
      // Whoever is no superuser ends sessions of roles only that it is a member of.
      run(connection, JOIN, login);
      Optional<Integer> sessions =
          Sql.first(connection, END_SESSIONS, row -> row.getInt("ended"), login);
      ended = sessions.orElse(0);
      dropRole(connection);
    }
    Sql.change(connection, FORGET, login);
    return ended;
  }

  private void dropRole(Connection connection) throws SQLException {
    try {
      run(connection, DROP, login);
    } catch (SQLException e) {
      if (OTHER_OBJECTS_DEPEND.equals(e.getSQLState())) {
        throw tooPowerful(" owns something, or was given rights beyond this catalog");
      }
      throw e;
    }
  }

  private CroftException tooPowerful(String what) {
    return new CroftException(
        ErrorCode.ROLE_TOO_POWERFUL,
        "role " + login + what,
        registered
            ? "take from it by hand what this catalog did not give it, and try again"
            : "choose another login");
  }

  /** Runs the statement that the server itself has put together and quoted. */
  private static void run(Connection connection, String format, Object... values)
      throws SQLException {
    String statement = Sql.first(connection, format, row -> row.getString(1), values).orElseThrow();
    try (PreparedStatement prepared = connection.prepareStatement(statement)) {
      prepared.execute();
    }
  }
}

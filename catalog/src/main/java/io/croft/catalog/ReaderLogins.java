package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PasswordUtil;

/**
 * Logins by which applications read the catalog: members of {@code croft_reader} and nothing else.
 * They are made by the login that opened the catalog, since {@code croft_control} may make no
 * roles.
 */
final class ReaderLogins {

  private static final String EXISTING =
      """
      SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolreplication OR rolbypassrls
        OR NOT pg_has_role(oid, 'croft_reader', 'MEMBER')
        OR EXISTS (SELECT FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid
                   WHERE m.member = r.oid AND g.rolname <> 'croft_reader')
      FROM pg_roles r WHERE rolname = ?
      """;

  private static final String CREATE =
      "SELECT format('CREATE ROLE %I LOGIN PASSWORD %L IN ROLE croft_reader', ?, ?)";
  private static final String SET_PASSWORD =
      "SELECT format('ALTER ROLE %I LOGIN PASSWORD %L', ?, ?)";
  private static final String READ_ONLY =
      "SELECT format('ALTER ROLE %I SET default_transaction_read_only = on', ?)";

  private static final String REGISTER =
      """
      INSERT INTO catalog.reader (login) VALUES (?)
      ON CONFLICT (login) DO UPDATE SET password_since = clock_timestamp()
      """;

  private final CatalogAddress owner;

  ReaderLogins(CatalogAddress owner) {
    this.owner = owner;
  }

  CatalogAddress add(String login, String password, String actor) {
    try (Connection connection =
        Connections.open(
            owner.jdbcUrl(), owner.user(), owner.password(), "croft catalog readers")) {
      Database.transaction(connection, actor, "reader.add", c -> write(c, login, password));
      return new CatalogAddress(owner.jdbcUrl(), login, password);
    } catch (SQLException e) {
      throw CatalogErrors.of(owner, e);
    }
  }

  private static boolean write(Connection connection, String login, String password)
      throws SQLException {
    Optional<Boolean> unfit = Sql.first(connection, EXISTING, row -> row.getBoolean(1), login);
    if (unfit.orElse(false)) {
      throw new CroftException(
          ErrorCode.ROLE_TOO_POWERFUL,
          "role " + login + " exists on the catalog's server and is more than a reader",
          "choose another login");
    }
    // The server and its log see a verifier only, never the password.
    String verifier = PasswordUtil.encodePassword(login, password.toCharArray(), "scram-sha-256");
    run(connection, unfit.isPresent() ? SET_PASSWORD : CREATE, login, verifier);
    run(connection, READ_ONLY, login);
    Sql.change(connection, REGISTER, login);
    return true;
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

package io.croft.gate;

import io.croft.core.Access;
import io.croft.core.Identifiers;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.postgresql.util.PasswordUtil;

/** Login roles. A password leaves this process only as a SCRAM-SHA-256 verifier. */
public final class Logins {

  /**
   * Makes a login or renews its password. Only a superuser may name the attributes that a role must
   * not have; who is none refuses a role that has one. Such an administrator becomes a member, or
   * it could not end the login's sessions.
   */
  private static final String CREATE =
      """
      DO $$
      DECLARE
        super constant boolean := (SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user);
      BEGIN
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = '%1$s') THEN
          CREATE ROLE %2$s LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '%3$s';
        ELSIF super THEN
          ALTER ROLE %2$s LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD '%3$s';
        ELSIF EXISTS (
            SELECT FROM pg_catalog.pg_roles
            WHERE rolname = '%1$s' AND (rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication OR rolbypassrls)) THEN
          RAISE EXCEPTION 'role %% has more rights than a tenant may have', '%1$s' USING ERRCODE = 'TN008';
        ELSE
          ALTER ROLE %2$s LOGIN PASSWORD '%3$s';
        END IF;
        IF NOT super THEN
          EXECUTE format('GRANT %2$s TO %%I', current_user);
        END IF;
      END
      $$
      """;

  private static final String DECLARED = "SELECT name FROM croft.access ORDER BY name";

  private static final String OF_HOME =
      """
      SELECT rolname FROM pg_roles WHERE rolname = ? OR starts_with(rolname, ? || '_') ORDER BY rolname
      """;

  private Logins() {}

  /** Creates the login of a home with this password, or gives an existing one the password. */
  public static void create(Connection admin, String login, String password) throws SQLException {
    try (Statement statement = admin.createStatement()) {
      statement.execute(
          CREATE.formatted(
              login.replace("'", "''"), Identifiers.quote(login), verifier(login, password)));
    }
  }

  /**
   * Creates a login beside {@code fullLogin}, that of a home or of the pool, for each access that
   * the application's migrations have declared in the connected database; those that are there keep
   * their rights. They get rights by {@link Gate#protectHome} and {@link Gate#protectPool}.
   */
  public static void createDeclared(
      Connection admin, String server, String fullLogin, ApplicationSecret secret)
      throws SQLException {
    for (String word : strings(admin, DECLARED)) {
      String login = Placement.loginFor(fullLogin, Access.of(word));
      create(admin, login, secret.loginPassword(server, login));
    }
  }

  /** Returns the logins of a home that exist: the one of full access and those of the others. */
  public static List<String> ofHome(Connection admin, String login) throws SQLException {
    return strings(admin, OF_HOME, login, login);
  }

  /** Drops all logins of a home, given the one of full access; nothing happens without any. */
  public static void drop(Connection admin, String login) throws SQLException {
    for (String each : ofHome(admin, login)) {
      try (Statement statement = admin.createStatement()) {
        statement.execute("DROP ROLE IF EXISTS " + Identifiers.quote(each));
      }
    }
  }

  static void setPassword(Connection admin, String login, String password) throws SQLException {
    try (Statement statement = admin.createStatement()) {
      statement.execute(
          "ALTER ROLE %s PASSWORD '%s'"
              .formatted(Identifiers.quote(login), verifier(login, password)));
    }
  }

  private static List<String> strings(Connection admin, String sql, String... values)
      throws SQLException {
    try (PreparedStatement query = admin.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        query.setString(i + 1, values[i]);
      }
      try (ResultSet rows = query.executeQuery()) {
        List<String> found = new ArrayList<>();
        while (rows.next()) {
          found.add(rows.getString(1));
        }
        return found;
      }
    }
  }

  private static String verifier(String login, String password) throws SQLException {
    return PasswordUtil.encodePassword(login, password.toCharArray(), "scram-sha-256");
  }
}

package io.croft.gate;

import io.croft.core.Identifiers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
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

  private Logins() {}

  /** Creates the login of a home with this password, or gives an existing one the password. */
  public static void create(Connection admin, String login, String password) throws SQLException {
    try (Statement statement = admin.createStatement()) {
      statement.execute(
          CREATE.formatted(
              login.replace("'", "''"), Identifiers.quote(login), verifier(login, password)));
    }
  }

  /** Drops the login of a home; nothing happens when there is none. */
  public static void drop(Connection admin, String login) throws SQLException {
    try (Statement statement = admin.createStatement()) {
      statement.execute("DROP ROLE IF EXISTS " + Identifiers.quote(login));
    }
  }

  static void setPassword(Connection admin, String login, String password) throws SQLException {
    try (Statement statement = admin.createStatement()) {
      statement.execute(
          "ALTER ROLE %s PASSWORD '%s'"
              .formatted(Identifiers.quote(login), verifier(login, password)));
    }
  }

  private static String verifier(String login, String password) throws SQLException {
    return PasswordUtil.encodePassword(login, password.toCharArray(), "scram-sha-256");
  }
}

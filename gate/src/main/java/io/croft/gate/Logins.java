package io.croft.gate;

import io.croft.core.Identifiers;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.util.PasswordUtil;

/** Login roles. A password leaves this process only as a SCRAM-SHA-256 verifier. */
public final class Logins {

  private static final String ATTRIBUTES =
      "LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS";

  private Logins() {}

  /** Creates the login of a home with this password, or gives an existing one the password. */
  public static void create(Connection admin, String login, String password) throws SQLException {
    String name = Identifiers.quote(login);
    String definition = ATTRIBUTES + " PASSWORD '" + verifier(login, password) + "'";
    try (Statement statement = admin.createStatement()) {
      statement.execute(
          """
          DO $$
          BEGIN
            IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = '%s') THEN
              ALTER ROLE %s %s;
            ELSE
              CREATE ROLE %s %s;
            END IF;
          END
          $$
          """
              .formatted(login.replace("'", "''"), name, definition, name, definition));
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

package io.croft.spring;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.jdbc.CroftDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;

/**
 * Looks, when the application starts, whether the database would refuse what it must: the login is
 * bound by row security, and every table that the login may write is guarded. A server that cannot
 * be reached holds nobody up. What this sees of one server, {@code croft doctor} sees of all.
 */
final class StartCheck implements InitializingBean {

  private static final Logger LOG = LoggerFactory.getLogger(StartCheck.class);

  private static final String ROLE =
      """
      SELECT rolname FROM pg_roles
      WHERE rolname = current_user AND (rolsuper OR rolbypassrls)
        OR rolname = 'croft_app_owner' AND pg_has_role(current_user, oid, 'MEMBER')
      """;

  private static final String UNGUARDED =
      """
      SELECT c.relname
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'app' AND c.relkind IN ('r', 'p')
        AND (has_table_privilege(c.oid, 'INSERT, UPDATE, DELETE')
          OR has_table_privilege(c.oid, 'SELECT') AND EXISTS (
            SELECT FROM pg_attribute a
            WHERE a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped))
        AND NOT (c.relrowsecurity AND EXISTS (
          SELECT FROM pg_policy p WHERE p.polrelid = c.oid AND NOT p.polpermissive))
      ORDER BY c.relname
      """;

  private final DataSource source;

  StartCheck(DataSource source) {
    this.source = source;
  }

  @Override
  public void afterPropertiesSet() {
    try (Connection nobody = source.unwrap(CroftDataSource.class).modelConnection()) {
      requireBoundRole(nobody);
      requireGuardedTables(nobody);
    } catch (SQLException e) {
      if (!isLeftToDoctor(e)) {
        throw e.getCause() instanceof CroftException cause ? cause : failed(e);
      }
      LOG.atWarn()
          .addKeyValue("reason", e.getMessage())
          .log("whether the database keeps tenants apart could not be looked at; run croft doctor");
    }
  }

  private static boolean isLeftToDoctor(SQLException e) {
    if (e.getCause() instanceof CroftException cause) {
      return cause.code() == ErrorCode.SERVER_UNREACHABLE
          || cause.code() == ErrorCode.CONNECTION_TIMEOUT;
    }
    return e instanceof SQLFeatureNotSupportedException;
  }

  private static CroftException failed(SQLException e) {
    return isRefusedLogin(e)
        ? new CroftException(
            ErrorCode.LOGIN_REFUSED,
            "the server refused the application's login: " + e.getMessage(),
            "croft.secret must be that of the fleet to which croft.catalog leads",
            e)
        : new CroftException(
            ErrorCode.DATABASE_ERROR,
            "the tables could not be looked at: " + e.getMessage(),
            "see the cause; `croft doctor` looks at the same",
            e);
  }

  private static boolean isRefusedLogin(SQLException e) {
    return e.getSQLState() != null && e.getSQLState().startsWith("28");
  }

  private static void requireBoundRole(Connection nobody) throws SQLException {
    List<String> roles = list(nobody, ROLE);
    if (!roles.isEmpty()) {
      throw new CroftException(
          ErrorCode.ROLE_TOO_POWERFUL,
          "the application's login is a superuser, bypasses row security or owns the tables (%s)"
              .formatted(String.join(", ", roles)),
          "take that right away; `croft doctor --fix` finds and mends it");
    }
  }

  private static void requireGuardedTables(Connection nobody) throws SQLException {
    List<String> tables = list(nobody, UNGUARDED);
    if (!tables.isEmpty()) {
      throw new CroftException(
          ErrorCode.TABLE_UNPROTECTED,
          "row security does not guard " + String.join(", ", tables),
          "`croft doctor` tells what is wrong with them; a table without a tenant is declared with"
              + " croft.share");
    }
  }

  private static List<String> list(Connection connection, String query) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }
}

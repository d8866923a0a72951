package io.croft.spring;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.jdbc.CroftDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.InitializingBean;

/**
 * Looks, when the application starts, whether the database would refuse what it must: the login is
 * bound by row security, and so is all that it can reach. A server that cannot be reached holds
 * nobody up, nor does a fleet without any, which has no tenant either. What this sees of one
 * server, {@code croft doctor} sees of all, and more.
 */
final class StartCheck implements InitializingBean {

  private static final Logger LOG = LoggerFactory.getLogger(StartCheck.class);

  private static final String ROLE =
      """
      SELECT rolname FROM pg_roles
      WHERE rolname = current_user AND (rolsuper OR rolbypassrls)
        OR rolname = 'croft_app_owner' AND pg_has_role(current_user, oid, 'MEMBER')
      """;

  private final DataSource source;

  StartCheck(DataSource source) {
    this.source = source;
  }

  @Override
  public void afterPropertiesSet() {
    try {
      CroftDataSource croft = CroftDataSource.behind(source);
      if (croft.hasServers()) {
        look(croft);
      } else {
        LOG.warn(
            "the catalog has no server yet: neither its tables nor the entities were looked at;"
                + " run croft doctor when it has one");
      }
    } catch (SQLException e) {
      if (!isLeftToDoctor(e)) {
        throw e.getCause() instanceof CroftException cause ? cause : failed(e);
      }
      LOG.atWarn()
          .addKeyValue("reason", e.getMessage())
          .log("whether the database keeps tenants apart could not be looked at; run croft doctor");
    }
  }

  private static void look(CroftDataSource croft) throws SQLException {
    try (Connection nobody = croft.modelConnection()) {
      requireBoundRole(nobody);
      requireNothingOpen(nobody);
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
    try (Statement statement = nobody.createStatement();
        ResultSet roles = statement.executeQuery(ROLE)) {
      if (roles.next()) {
        throw new CroftException(
            ErrorCode.ROLE_TOO_POWERFUL,
            "the application's login is a superuser, bypasses row security or owns the tables (%s)"
                .formatted(roles.getString(1)),
            "take that right away; `croft doctor --fix` finds and mends it");
      }
    }
  }

  private static void requireNothingOpen(Connection nobody) throws SQLException {
    List<String> open = OpenRelations.list(nobody);
    if (!open.isEmpty()) {
      throw new CroftException(
          ErrorCode.TABLE_UNPROTECTED,
          "row security does not guard " + String.join(", ", open),
          "`croft doctor` tells what is wrong with them; a table without a tenant is declared with"
              + " croft.share");
    }
  }
}

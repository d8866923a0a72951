package io.croft.hibernate;

import io.croft.core.Access;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.jdbc.CroftDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;

/**
 * Gives a session connections as long as the scope is that in which it was opened: what a session
 * holds in memory must be written to no other tenant. One that it keeps for a transaction holds to
 * that scope by itself.
 */
final class ScopedConnections implements MultiTenantConnectionProvider<String> {

  private static final long serialVersionUID = 1;

  private final transient DataSource source;
  private final transient CroftDataSource croft;

  /**
   * @param source what connections are taken from; perhaps a proxy of {@code croft}
   */
  ScopedConnections(DataSource source, CroftDataSource croft) {
    this.source = source;
    this.croft = croft;
  }

  @Override
  public Connection getConnection(String session) throws SQLException {
    requireScopeOf(session);
    return source.getConnection();
  }

  private static void requireScopeOf(String session) {
    TenantId tenant = TenantScope.require();
    Access access = TenantScope.currentAccess().orElseThrow();
    if (!session.equals(SessionName.of(tenant, access))) {
      throw new CroftException(
          ErrorCode.SESSION_OF_ANOTHER_SCOPE,
          "a Hibernate session that was opened %s is used in the scope of tenant %s%s"
              .formatted(
                  session.equals(SessionName.NOBODY)
                      ? "outside of any scope"
                      : "in the scope of " + session,
                  tenant,
                  access.isFull() ? "" : " with access " + access),
          "open sessions, and begin transactions, inside of the scope; not before");
    }
  }

  @Override
  public void releaseConnection(String session, Connection connection) throws SQLException {
    connection.close();
  }

  /** For questions about the tables, while there is no tenant. */
  @Override
  public Connection getAnyConnection() throws SQLException {
    return croft.modelConnection();
  }

  @Override
  public void releaseAnyConnection(Connection connection) throws SQLException {
    connection.close();
  }

  /** A connection takes nothing physical between transactions. */
  @Override
  public boolean supportsAggressiveRelease() {
    return false;
  }

  @Override
  public boolean isUnwrappableAs(Class<?> wanted) {
    return wanted.isInstance(this) || wanted.isInstance(source) || wanted.isInstance(croft);
  }

  @Override
  public <T> T unwrap(Class<T> wanted) {
    for (Object candidate : new Object[] {this, source, croft}) {
      if (wanted.isInstance(candidate)) {
        return wanted.cast(candidate);
      }
    }
    throw new IllegalArgumentException("this is no wrapper for " + wanted.getName());
  }
}

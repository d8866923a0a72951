package io.croft.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.hibernate.engine.jdbc.connections.spi.MultiTenantConnectionProvider;

/**
 * Hibernate's tenants by schema: a connection of the shared pool is put into the tenant's schema
 * when a session takes it. Nothing is put back, since every session puts it anew.
 */
final class SchemaOfTenant implements MultiTenantConnectionProvider<UUID> {

  private static final long serialVersionUID = 1L;

  private final transient DataSource pool;
  private final transient Map<UUID, String> schemas;

  SchemaOfTenant(DataSource pool, Map<UUID, String> schemas) {
    this.pool = pool;
    this.schemas = Map.copyOf(schemas);
  }

  @Override
  public Connection getAnyConnection() throws SQLException {
    return pool.getConnection();
  }

  @Override
  public void releaseAnyConnection(Connection connection) throws SQLException {
    connection.close();
  }

  @Override
  public Connection getConnection(UUID tenant) throws SQLException {
    Connection connection = pool.getConnection();
    connection.setSchema(Objects.requireNonNull(schemas.get(tenant)));
    return connection;
  }

  @Override
  public void releaseConnection(UUID tenant, Connection connection) throws SQLException {
    connection.close();
  }

  @Override
  public boolean supportsAggressiveRelease() {
    return false;
  }

  @Override
  public boolean isUnwrappableAs(Class<?> type) {
    return false;
  }

  @Override
  public <T> T unwrap(Class<T> type) {
    throw new IllegalArgumentException("this is no wrapper for " + type.getName());
  }
}

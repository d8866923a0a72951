package io.croft.demo;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.embedded.EmbeddedPostgres;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * The usual way, without a gate: the tenant is a setting that any SQL can write, and one login
 * reaches all homes. The negative control of the checks: here forgeries must come through.
 */
final class UsualWay implements DataSource, Backstage, AutoCloseable {

  static final String LOGIN = "usual";
  static final String PASSWORD = "usual-password";
  private static final String SERVER = "usual-1";

  private final EmbeddedPostgres server = EmbeddedPostgres.builder().durable(false).start();
  private final Map<TenantId, Placement> placements = new ConcurrentHashMap<>();

  UsualWay() throws SQLException {
    run(
        "postgres",
        "CREATE ROLE usual LOGIN PASSWORD '" + PASSWORD + "'",
        "CREATE DATABASE " + Placement.SHARED_DATABASE);
    run(
        Placement.SHARED_DATABASE,
        "CREATE SCHEMA croft",
        "GRANT USAGE ON SCHEMA croft TO PUBLIC",
        """
        CREATE FUNCTION croft.tenant() RETURNS uuid STABLE LANGUAGE sql
        RETURN pg_catalog.current_setting('app.tenant')::uuid
        """);
    migrate(Placement.APP_SCHEMA);
    for (String table : Party.TABLES) {
      run(
          Placement.SHARED_DATABASE,
          "ALTER TABLE app." + table + " ENABLE ROW LEVEL SECURITY",
          "CREATE POLICY usual ON app." + table + " USING (tenant_id = croft.tenant())");
    }
  }

  /** Gives the tenant a place in the pool or a schema of its own. */
  void place(TenantId tenant, Isolation isolation) throws SQLException {
    Placement own = Placement.of(tenant, isolation, SERVER, 1);
    Placement home =
        new Placement(tenant, isolation, SERVER, own.database(), own.schema(), LOGIN, 1);
    if (isolation == Isolation.SCHEMA) {
      migrate(home.schema());
    }
    placements.put(tenant, home);
  }

  private void migrate(String schema) throws SQLException {
    Flyway.configure()
        .dataSource(
            server.jdbcUrl(Placement.SHARED_DATABASE), server.superuser(), server.password())
        .defaultSchema(schema)
        .locations("classpath:io/croft/demo/migrations")
        .load()
        .migrate();
    run(
        Placement.SHARED_DATABASE,
        "GRANT USAGE ON SCHEMA \"%s\" TO usual".formatted(schema),
        "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA \"%s\" TO usual"
            .formatted(schema),
        "GRANT USAGE ON ALL SEQUENCES IN SCHEMA \"%s\" TO usual".formatted(schema));
  }

  private void run(String database, String... statements) throws SQLException {
    try (Connection admin = server.connect(database);
        Statement statement = admin.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Override
  public Connection getConnection() throws SQLException {
    Placement home = placement(TenantScope.require());
    Connection connection = login(SERVER, home.database(), LOGIN, PASSWORD);
    try (PreparedStatement set =
        connection.prepareStatement(
            "SELECT set_config('app.tenant', ?, false), set_config('search_path', ?, false)")) {
      set.setString(1, home.tenant().toString());
      set.setString(2, home.schema());
      set.execute();
    }
    return connection;
  }

  @Override
  public Placement placement(TenantId tenant) {
    Placement home = placements.get(tenant);
    if (home == null) {
      throw new IllegalStateException("tenant " + tenant + " was not placed");
    }
    return home;
  }

  @Override
  public Connection admin(String name, String database) throws SQLException {
    return server.connect(database);
  }

  @Override
  public Connection login(String name, String database, String login, String password)
      throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(database), login, password);
  }

  @Override
  public String password(Placement home) {
    return PASSWORD;
  }

  @Override
  public void close() {
    server.close();
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLFeatureNotSupportedException();
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}

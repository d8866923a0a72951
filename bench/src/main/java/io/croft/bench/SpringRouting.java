package io.croft.bench;

import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/**
 * Spring's routing data source as many use it for tenants of one database: each connection that is
 * taken from the pool is first told whose it is, by a setting of its session.
 */
final class SpringRouting extends AbstractRoutingDataSource {

  private static final String TARGET = "shared";
  private static final String SET = "SELECT set_config(?, ?, false)";
  private static final ThreadLocal<@Nullable TenantId> TENANT = new ThreadLocal<>();

  private final String setting;
  private final Function<TenantId, String> value;

  private SpringRouting(String setting, Function<TenantId, String> value) {
    this.setting = setting;
    this.value = value;
  }

  /**
   * Returns one over that pool.
   *
   * @param setting that is set on each checkout
   * @param value of it for a tenant
   */
  static SpringRouting over(DataSource pool, String setting, Function<TenantId, String> value) {
    SpringRouting routing = new SpringRouting(setting, value);
    routing.setTargetDataSources(Map.of(TARGET, pool));
    routing.afterPropertiesSet();
    return routing;
  }

  /** Binds a tenant to the running thread, as a filter of web requests does. */
  static long bound(TenantId tenant, Binding.Work work) throws SQLException {
    TENANT.set(tenant);
    try {
      return work.run();
    } finally {
      TENANT.remove();
    }
  }

  @Override
  protected Object determineCurrentLookupKey() {
    return TARGET;
  }

  @Override
  public Connection getConnection() throws SQLException {
    TenantId tenant = Objects.requireNonNull(TENANT.get(), "no tenant is bound");
    Connection connection = super.getConnection();
    try (PreparedStatement set = connection.prepareStatement(SET)) {
      set.setString(1, setting);
      set.setString(2, value.apply(tenant));
      set.execute();
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}

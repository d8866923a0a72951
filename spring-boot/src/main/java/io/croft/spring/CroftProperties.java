package io.croft.spring;

import io.croft.jdbc.CroftDataSource;
import io.croft.jdbc.Pooler;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What an application says of Croft. What it leaves out is as {@link CroftDataSource.Builder} has
 * it.
 *
 * @param catalog Address of the catalog with the application's own login, as
 *     postgresql://user:password@host:port/database.
 * @param secret The application's secret, 64 hexadecimal digits.
 * @param secretFile File that holds the application's secret, in place of croft.secret.
 * @param dataSource How connections to tenants are made and kept.
 */
@ConfigurationProperties("croft")
record CroftProperties(
    @Nullable String catalog,
    @Nullable String secret,
    @Nullable Path secretFile,
    @DefaultValue Connections dataSource) {

  /**
   * How connections to tenants are made and kept.
   *
   * @param fenceTimeout How long a transaction waits for a tenant that is being moved.
   * @param connectionTimeout How long a transaction waits for a connection, and a connection for
   *     the server.
   * @param idleTimeout After how long without use a connection is closed.
   * @param maxLifetime How old a connection gets.
   * @param leakThreshold After how long a connection in use is logged, with the code that took it;
   *     0 for never.
   * @param pooler What the catalog's addresses of the servers lead to.
   * @param applicationName What pg_stat_activity shows; spring.application.name by default.
   * @param driver Properties of the PostgreSQL driver.
   */
  record Connections(
      @Nullable Duration fenceTimeout,
      @Nullable Duration connectionTimeout,
      @Nullable Duration idleTimeout,
      @Nullable Duration maxLifetime,
      @Nullable Duration leakThreshold,
      @Nullable Pooler pooler,
      @Nullable String applicationName,
      @Nullable Map<String, String> driver) {

    Map<String, String> driverProperties() {
      return driver == null ? new HashMap<>() : new HashMap<>(driver);
    }
  }
}

package io.croft.demo;

import io.croft.catalog.ControlCatalog;
import io.croft.catalog.PostgresCatalog;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.gate.Sealer;
import io.croft.home.ApplicationSchema;
import io.croft.home.Provisioning;
import io.croft.jdbc.CroftDataSource;
import io.croft.local.LocalFleet;
import io.croft.local.LocalFleetOptions;
import io.croft.move.MoveSettings;
import io.croft.move.Mover;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/** Everything that runs in a demo, put together as an operator would put it together. */
final class Platform implements Backstage, AutoCloseable {

  static final String ACTOR = "demo";

  private static final ApplicationSchema APPLICATION =
      ApplicationSchema.of("classpath:io/croft/demo/migrations");
  private static final String APPLICATION_NAME = "booking_platform";

  private final LocalFleet servers;
  private final PostgresCatalog reader;
  private final CroftDataSource source;
  private final Provisioning provisioning;
  private final Mover mover;

  private Platform(LocalFleet servers) {
    this.servers = servers;
    this.provisioning = new Provisioning(servers.catalog(), servers.homes());
    this.mover =
        new Mover(servers.catalog(), servers.secret(), servers.homes(), MoveSettings.DEFAULT);
    this.reader = PostgresCatalog.open(servers.reader(APPLICATION_NAME));
    this.source = newSource();
  }

  /**
   * Starts and prepares everything; the caller closes it.
   *
   * @param data where the servers' files are kept; empty: they are removed at the end
   * @throws CroftException what could not be started or prepared
   */
  static Platform open(Optional<Path> data) {
    LocalFleetOptions options = LocalFleetOptions.of(APPLICATION).stoppedByOwner();
    LocalFleet servers = LocalFleet.start(data.map(options::keptIn).orElse(options));
    try {
      return new Platform(servers);
    } catch (RuntimeException e) {
      servers.close();
      throw e;
    }
  }

  ControlCatalog catalog() {
    return servers.catalog();
  }

  /** Returns the major version of PostgreSQL that all servers run. */
  int version() {
    return servers.server(LocalFleetOptions.EU).majorVersion();
  }

  Provisioning provisioning() {
    return provisioning;
  }

  Mover mover() {
    return mover;
  }

  /** Returns a further data source like {@link #source}, which the caller closes. */
  CroftDataSource newSource() {
    return CroftDataSource.builder(reader, servers.secret().application())
        .applicationName(APPLICATION_NAME)
        .build();
  }

  /** Returns what the application is given, and nothing more. */
  DataSource source() {
    return source;
  }

  /** Returns a maker of genuine seals, for tricks with stolen and changed ones. */
  Sealer sealer() {
    return new Sealer(servers.secret().application());
  }

  @Override
  public Placement placement(TenantId tenant) {
    return servers
        .catalog()
        .placement(tenant)
        .orElseThrow(
            () ->
                new CroftException(
                    ErrorCode.TENANT_UNKNOWN, "there is no tenant " + tenant, "create it first"));
  }

  @Override
  public Connection admin(String server, String database) throws SQLException {
    return servers.connect(server, database);
  }

  @Override
  public Connection login(String server, String database, String login, String password)
      throws SQLException {
    return DriverManager.getConnection(servers.server(server).jdbcUrl(database), login, password);
  }

  @Override
  public String password(Placement home) {
    return servers.secret().application().loginPassword(home.server(), home.login());
  }

  /** Closes everything; a thread that is interrupted meanwhile learns of it afterwards. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try {
      closeAll();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void closeAll() {
    try (servers) {
      source.close();
      reader.close();
    }
  }
}

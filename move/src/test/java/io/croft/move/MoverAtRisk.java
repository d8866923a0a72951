package io.croft.move;

import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;

import io.croft.catalog.CatalogAddress;
import io.croft.catalog.ControlCatalog;
import io.croft.embedded.EmbeddedPostgres;
import io.croft.home.Homes;
import io.croft.testbed.TestFleet;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;

/** A mover in this process whose ways to the servers and to the catalog can be cut, each alone. */
final class MoverAtRisk implements AutoCloseable {

  private final TestFleet fleet;
  private final Map<String, TcpProxy> servers;
  private final TcpProxy catalogWay;
  private final ControlCatalog catalog;
  private final Homes homes;
  private final Mover mover;

  MoverAtRisk(TestFleet fleet, MoveSettings settings) {
    this.fleet = fleet;
    this.servers =
        Map.of(EU, TcpProxy.to(fleet.server(EU).port()), US, TcpProxy.to(fleet.server(US).port()));
    CatalogAddress address = fleet.address();
    int port = URI.create(address.jdbcUrl().substring("jdbc:".length())).getPort();
    this.catalogWay = TcpProxy.to(port);
    this.catalog =
        ControlCatalog.open(
            new CatalogAddress(
                through(address.jdbcUrl(), port, catalogWay), address.user(), address.password()),
            fleet.secret());
    this.homes = new Homes(this::admin, fleet.secret().application());
    this.mover = new Mover(catalog, new Access(), fleet.secret(), homes, settings);
  }

  Mover mover() {
    return mover;
  }

  EmbeddedPostgres server(String name) {
    return fleet.server(name);
  }

  TcpProxy way(String server) {
    return servers.get(server);
  }

  TcpProxy wayToCatalog() {
    return catalogWay;
  }

  private final class Access implements MoverAccess {

    @Override
    public String jdbcUrl(String server, String database) {
      return address(server, database);
    }

    @Override
    public String password(String server) {
      return fleet.secret().moverPassword(server);
    }
  }

  private Connection admin(String server, String database) throws SQLException {
    return DriverManager.getConnection(
        address(server, database),
        fleet.server(server).superuser(),
        fleet.server(server).password());
  }

  private String address(String server, String database) {
    return through(
        fleet.server(server).jdbcUrl(database), fleet.server(server).port(), way(server));
  }

  private static String through(String jdbcUrl, int port, TcpProxy way) {
    return jdbcUrl.replace(":" + port + "/", ":" + way.port() + "/");
  }

  @Override
  public void close() throws IOException {
    homes.close();
    catalog.close();
    catalogWay.close();
    for (TcpProxy way : servers.values()) {
      way.close();
    }
  }
}

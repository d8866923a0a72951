package io.croft.catalog;

import io.croft.embedded.EmbeddedPostgres;
import io.croft.gate.MasterSecret;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/** One PostgreSQL server for all tests of this module, and a new catalog for whoever asks. */
final class Catalogs {

  static final EmbeddedPostgres SERVER =
      EmbeddedPostgres.builder().name("catalog").durable(false).start();
  static final MasterSecret SECRET = MasterSecret.random();

  private static final String TEMPLATE = "catalog_template";
  private static final AtomicInteger COUNT = new AtomicInteger();

  private Catalogs() {}

  /** Returns the address, as superuser, of a new empty database. */
  static CatalogAddress emptyDatabase() {
    String name = "catalog_" + COUNT.incrementAndGet();
    sql("postgres", "CREATE DATABASE " + name);
    return address(name);
  }

  /** Returns the address, as superuser, of a catalog in which there are only the plans. */
  static CatalogAddress freshCatalog() {
    Made.once();
    String name = "catalog_" + COUNT.incrementAndGet();
    sql("postgres", "CREATE DATABASE " + name + " TEMPLATE " + TEMPLATE);
    return address(name);
  }

  /** The class loader makes the template once, however many ask for it. */
  private static final class Made {
    static {
      sql("postgres", "CREATE DATABASE " + TEMPLATE);
      ControlCatalog.open(address(TEMPLATE), SECRET).close();
    }

    static void once() {}
  }

  static CatalogAddress address(String database) {
    return new CatalogAddress(SERVER.jdbcUrl(database), SERVER.superuser(), SERVER.password());
  }

  static void sql(String database, String statement) {
    try (Connection connection = SERVER.connect(database)) {
      sql(connection, statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static void sql(CatalogAddress address, String statement) {
    try (Connection connection = connect(address)) {
      sql(connection, statement);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  static Connection connect(CatalogAddress address) throws SQLException {
    return Connections.open(address.jdbcUrl(), address.user(), address.password(), "test");
  }

  private static void sql(Connection connection, String statement) throws SQLException {
    try (Statement s = connection.createStatement()) {
      s.execute(statement);
    }
  }

  /** Returns the server of the tests as one that tenants may be placed on. */
  static NewServer server(String name, String region) {
    return NewServer.of(
        name, region, SERVER.host(), SERVER.port(), SERVER.superuser(), SERVER.password());
  }
}

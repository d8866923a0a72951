package io.croft.local;

import io.croft.catalog.CatalogAddress;
import io.croft.catalog.ControlCatalog;
import io.croft.catalog.NewServer;
import io.croft.catalog.Server;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.embedded.EmbeddedPostgres;
import io.croft.gate.MasterSecret;
import io.croft.home.Homes;
import io.croft.home.ServerPreparation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;

/**
 * A whole fleet on this machine: embedded PostgreSQL servers that are in the catalog and ready for
 * tenants, the catalog on a server of its own, and the master secret. Closing it stops the servers.
 */
public final class LocalFleet implements AutoCloseable {

  private static final String CATALOG_SERVER = "catalog";
  private static final String CATALOG_DATABASE = "croft_catalog";
  private static final String ACTOR = "local fleet";
  private static final String SECRET_FILE = "master-secret";

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final LocalFleetOptions options;
  private final LocalServers servers;
  private final MasterSecret secret;
  private final CatalogAddress address;
  private final ControlCatalog catalog;
  private final Homes homes;

  private LocalFleet(LocalFleetOptions options) {
    this.options = options;
    try {
      Set<String> names = new LinkedHashSet<>(new TreeSet<>(options.regions().keySet()));
      names.add(CATALOG_SERVER);
      servers = opened(LocalServers.start(names, options));
      secret = options.data().map(LocalFleet::keptSecret).orElseGet(MasterSecret::random);
      address = catalogDatabase();
      catalog = opened(ControlCatalog.open(address, secret));
      homes = opened(new Homes(this::connect, secret.application()));
      options.regions().keySet().stream().sorted().forEach(this::prepare);
    } catch (SQLException | RuntimeException e) {
      throw closedAfter(failure(e));
    }
  }

  /**
   * Starts and prepares everything, or takes up what an earlier run has kept.
   *
   * @throws CroftException {@code server-cannot-start}; what the application's schema or the kept
   *     files are refused for: then everything is stopped again
   */
  public static LocalFleet start(LocalFleetOptions options) {
    return new LocalFleet(options);
  }

  /** Returns the catalog. */
  public ControlCatalog catalog() {
    return catalog;
  }

  /** Returns where the catalog is, with the login of the control plane. */
  public CatalogAddress address() {
    return address;
  }

  /** Returns the master secret: kept beside the data, or of this run only. */
  public MasterSecret secret() {
    return secret;
  }

  /** Returns the homes of all servers. */
  public Homes homes() {
    return homes;
  }

  /** Returns the address of the catalog for an application, which may only read. */
  public CatalogAddress reader(String login) {
    String password = HexFormat.of().formatHex(secret.derive("reader.v1:" + login));
    return catalog.addReader(login, password, ACTOR);
  }

  /** Returns a server by its name; {@code server-unknown}. */
  public EmbeddedPostgres server(String name) {
    return servers.server(name);
  }

  /** Opens a superuser's connection, which the caller closes. */
  public Connection connect(String server, String database) throws SQLException {
    return servers.server(server).connect(database);
  }

  private <T extends AutoCloseable> T opened(T part) {
    open.push(part);
    return part;
  }

  private CatalogAddress catalogDatabase() throws SQLException {
    EmbeddedPostgres server = servers.server(CATALOG_SERVER);
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      if (!exists(statement)) {
        statement.execute("CREATE DATABASE " + CATALOG_DATABASE);
      }
    }
    return CatalogAddress.of(
        server.host(), server.port(), CATALOG_DATABASE, server.superuser(), server.password());
  }

  private static boolean exists(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT FROM pg_database WHERE datname = '" + CATALOG_DATABASE + "'")) {
      return row.next();
    }
  }

  /** Puts a server into the catalog, or its new port when it was there before. */
  private void prepare(String name) {
    EmbeddedPostgres server = servers.server(name);
    NewServer wanted =
        NewServer.of(
            name,
            options.regions().getOrDefault(name, ""),
            server.host(),
            server.port(),
            server.superuser(),
            server.password());
    boolean known = catalog.servers().stream().map(Server::name).anyMatch(name::equals);
    if (known) {
      catalog.changeServer(wanted, ACTOR);
    } else {
      catalog.addServer(wanted, ACTOR);
    }
    new ServerPreparation(this::connect, secret, options.application()).prepare(name);
  }

  private static MasterSecret keptSecret(Path directory) {
    Path file = directory.resolve(SECRET_FILE);
    if (Files.exists(file)) {
      return MasterSecret.fromFile(file);
    }
    try {
      MasterSecret secret = MasterSecret.random();
      secret.writeTo(file);
      return secret;
    } catch (IOException e) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "the master secret cannot be kept in " + file + ": " + e.getMessage(),
          "name a data directory that you may write to",
          e);
    }
  }

  private static CroftException failure(Exception e) {
    return e instanceof CroftException known
        ? known
        : new CroftException(
            ErrorCode.DATABASE_ERROR,
            "the local fleet could not be prepared: " + e.getMessage(),
            "see the cause",
            e);
  }

  private CroftException closedAfter(CroftException cause) {
    try {
      close();
    } catch (CroftException e) {
      cause.addSuppressed(e);
    }
    return cause;
  }

  /** Stops everything, the last opened first. */
  @Override
  public void close() {
    CroftException failure = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        if (failure == null) {
          failure = failure(e);
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}

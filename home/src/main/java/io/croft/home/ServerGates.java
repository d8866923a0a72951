package io.croft.home;

import io.croft.core.Identifiers;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.gate.Gate;
import io.croft.gate.GateStatus;
import io.croft.gate.Logins;
import io.croft.gate.MasterSecret;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gates of a server, one in each of its databases: how they stand, and their way to the version
 * that this library brings. An upgrade works while tenants do: it replaces functions, and what it
 * adds to tables is added in a short transaction for each pool and each home. Homes get the logins
 * of accesses that were declared after they were made.
 */
public final class ServerGates {

  private static final Logger LOG = LoggerFactory.getLogger(ServerGates.class);

  /** Databases that may have a gate, the template first: what is copied from it is then new. */
  private static final String DATABASES =
      """
      SELECT datname FROM pg_database
      WHERE datconnlimit <> -2
        AND (datname = '%s' OR datallowconn AND (datname = '%s' OR datname LIKE 't\\_%%'))
      ORDER BY datname <> '%1$s', datname <> '%2$s', datname
      """
          .formatted(Databases.TEMPLATE, Placement.SHARED_DATABASE);

  private static final String POOL_SCHEMA =
      "SELECT pool_schema FROM croft.installation WHERE pool_schema IS NOT NULL";

  private static final String HOMES =
      """
      SELECT tenant, isolation, ? AS server, current_database() AS database, schema_name, login, epoch
      FROM croft.gate WHERE isolation <> 'pool' AND state <> 'moved'
      ORDER BY schema_name
      """;

  private static final String HAS_SCHEMA =
      "SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = ?)";

  private final AdminConnections connections;
  private final MasterSecret secret;

  public ServerGates(AdminConnections connections, MasterSecret secret) {
    this.connections = connections;
    this.secret = secret;
  }

  /**
   * The gate of one database.
   *
   * @param database its name
   */
  public record DatabaseGate(String server, String database, GateStatus status) {}

  /** Returns how the gate stands in every database of {@code server}, the template first. */
  public List<DatabaseGate> status(String server) {
    try {
      List<DatabaseGate> gates = new ArrayList<>();
      for (String database : databases(server)) {
        gates.add(inside(server, database, admin -> gate(server, database, admin)));
      }
      return gates;
    } catch (SQLException e) {
      throw HomeErrors.failed("the gates of server " + server + " could not be read", e);
    }
  }

  /**
   * Brings the roles and every gate of {@code server} to the version of this library, and the
   * protection of every pool and home and the passwords of their logins with them. Repeatable:
   * killed anywhere and run again, it completes. Homes whose gate is older go on serving until it
   * is their turn.
   *
   * @param progress is told each database after its turn
   */
  public void upgrade(String server, Consumer<String> progress) {
    try {
      try (Connection admin = connections.open(server, Databases.MAINTENANCE)) {
        Gate.installRoles(
            admin,
            secret.application().loginPassword(server, Placement.POOL_LOGIN),
            secret.moverPassword(server));
        HomeLogins.installRole(admin);
      }
      for (String database : databases(server)) {
        inside(server, database, admin -> upgrade(server, admin));
        LOG.info("the gate of database {} on server {} is up to date", database, server);
        progress.accept(database);
      }
    } catch (SQLException e) {
      throw HomeErrors.failed("the gates of server " + server + " could not be upgraded", e);
    }
  }

  /**
   * Gives the pool of {@code server} a new seal key and lets the old ones end after {@code grace}.
   * No transaction is interrupted: a router learns of the new key when its own has ended.
   *
   * @return the id of the new key
   */
  public int rotateSealKey(String server, Duration grace) {
    try (Connection admin = connections.open(server, Placement.SHARED_DATABASE)) {
      return Gate.rotateSealKey(
          admin, secret.application(), server, Placement.SHARED_DATABASE, grace);
    } catch (SQLException e) {
      throw HomeErrors.failed("the seal key of server " + server + " could not be changed", e);
    }
  }

  private boolean upgrade(String server, Connection admin) throws SQLException {
    // Alone: what it locks of the gate is then free before any table of the application is locked.
    Gate.install(admin);
    Sql.inTransaction(
        admin,
        () -> {
          if (Sql.holds(admin, HAS_SCHEMA, Placement.APP_SCHEMA)) {
            Gate.addCanary(admin, Placement.APP_SCHEMA);
          }
          for (String schema : Sql.strings(admin, POOL_SCHEMA)) {
            Logins.createDeclared(admin, server, Placement.POOL_LOGIN, secret.application());
            Gate.protectPool(admin, schema);
          }
          return true;
        });
    for (Placement home : homes(server, admin)) {
      Sql.inTransaction(
          admin,
          () -> {
            Gate.addCanary(admin, home.schema());
            HomeLogins.renew(admin, home, secret.application());
            return true;
          });
    }
    return true;
  }

  private static List<Placement> homes(String server, Connection admin) throws SQLException {
    try (PreparedStatement query = admin.prepareStatement(HOMES)) {
      query.setString(1, server);
      try (ResultSet row = query.executeQuery()) {
        List<Placement> homes = new ArrayList<>();
        while (row.next()) {
          homes.add(
              new Placement(
                  new TenantId(row.getObject("tenant", UUID.class)),
                  Isolation.of(row.getString("isolation")),
                  row.getString("server"),
                  row.getString("database"),
                  row.getString("schema_name"),
                  row.getString("login"),
                  row.getLong("epoch")));
        }
        return homes;
      }
    }
  }

  private static DatabaseGate gate(String server, String database, Connection admin)
      throws SQLException {
    return new DatabaseGate(server, database, GateStatus.read(admin));
  }

  private List<String> databases(String server) throws SQLException {
    try (Connection admin = connections.open(server, Databases.MAINTENANCE)) {
      return Sql.strings(admin, DATABASES);
    }
  }

  /** Work on a connection to one database. */
  private interface Work<T> {
    T on(Connection admin) throws SQLException;
  }

  /** Does {@code work} inside a database; the template admits nobody before and after. */
  private <T> T inside(String server, String database, Work<T> work) throws SQLException {
    if (!database.equals(Databases.TEMPLATE)) {
      return within(server, database, work);
    }
    try (Connection admin = connections.open(server, Databases.MAINTENANCE)) {
      String alter = "ALTER DATABASE " + Identifiers.quote(database) + " ALLOW_CONNECTIONS ";
      Sql.run(admin, alter + "true");
      try {
        return within(server, database, work);
      } finally {
        Sql.run(admin, alter + "false");
      }
    }
  }

  private <T> T within(String server, String database, Work<T> work) throws SQLException {
    try (Connection admin = connections.open(server, database)) {
      return work.on(admin);
    }
  }
}

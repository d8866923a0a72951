package io.croft.home;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Identifiers;
import io.croft.core.Placement;
import io.croft.gate.Gate;
import io.croft.gate.Logins;
import io.croft.gate.MasterSecret;
import io.croft.gate.Sealer;
import java.sql.Connection;
import java.sql.SQLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a PostgreSQL server ready for tenants: the roles of the gate, the template of database
 * homes, the pool. Killed anywhere and run again, it completes; run on a prepared server, it
 * changes nothing that runs. The administrator is a superuser, or has CREATEROLE and CREATEDB; what
 * the latter may not do is left out, and {@link ServerGates#status} tells what follows.
 *
 * <p>The application's migrations run in a database of their own first, which becomes the template
 * by renaming once all is well with it. So a bad application schema leaves no trace but the roles.
 */
public final class ServerPreparation {

  private static final Logger LOG = LoggerFactory.getLogger(ServerPreparation.class);

  private static final int OLDEST_VERSION = 150000;

  private static final String ONE_AT_A_TIME =
      "SELECT pg_advisory_lock(hashtextextended('croft server preparation', 0)) IS NOT NULL";

  private static final String MAY_PREPARE =
      """
      SELECT rolsuper OR rolcreaterole AND rolcreatedb FROM pg_roles WHERE rolname = current_user
      """;

  private static final String POOL_IS_READY =
      """
      SELECT EXISTS (
        SELECT FROM pg_database d, aclexplode(d.datacl) a
        WHERE d.datname = ? AND d.datallowconn
          AND a.grantee = ?::regrole AND a.privilege_type = 'CONNECT')
      """;

  private final AdminConnections connections;
  private final MasterSecret secret;
  private final ApplicationSchema application;

  public ServerPreparation(
      AdminConnections connections, MasterSecret secret, ApplicationSchema application) {
    this.connections = connections;
    this.secret = secret;
    this.application = application;
  }

  /**
   * Prepares {@code server}; takes a second or two the first time.
   *
   * @throws CroftException {@code table-without-key}, {@code table-unprotected}, {@code
   *     schema-not-cloneable} or {@code migration-failed} when homes cannot be made of the
   *     application's schema; {@code schema-differs} when the server was prepared with another one
   */
  public void prepare(String server) {
    try (Connection admin = connections.open(server, Databases.MAINTENANCE)) {
      checkServer(server, admin);
      Sql.holds(admin, ONE_AT_A_TIME);
      Gate.installRoles(
          admin,
          secret.application().loginPassword(server, Placement.POOL_LOGIN),
          secret.moverPassword(server));
      HomeLogins.installRole(admin);
      boolean known = Databases.state(admin, Databases.TEMPLATE) == Databases.State.SHUT;
      if (!known) {
        new ModelDatabase(connections, application).build(server, admin);
      }
      Databases.closeAllToPublic(admin);
      preparePool(server, admin);
      if (known) {
        application.validate(
            new OwnerDataSource(connections, server, Placement.SHARED_DATABASE), server);
      }
      LOG.info("server {} is ready for tenants", server);
    } catch (SQLException e) {
      throw HomeErrors.failed("server " + server + " could not be prepared", e);
    }
  }

  private static void checkServer(String server, Connection admin) throws SQLException {
    int version = Integer.parseInt(Sql.strings(admin, "SHOW server_version_num").get(0));
    if (version < OLDEST_VERSION) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "server %s runs PostgreSQL %d, older than 15".formatted(server, version / 10_000),
          "upgrade it to PostgreSQL 15 or later");
    }
    if (!Sql.holds(admin, MAY_PREPARE)) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "the administrator of server "
              + server
              + " is no superuser and may not make roles and databases",
          "give the catalog a superuser's login, or one with CREATEROLE and CREATEDB");
    }
  }

  private void preparePool(String server, Connection admin) throws SQLException {
    String database = Placement.SHARED_DATABASE;
    if (Sql.holds(admin, POOL_IS_READY, database, Placement.POOL_LOGIN)) {
      return;
    }
    if (Databases.state(admin, database) == Databases.State.INVALID) {
      Databases.drop(admin, database);
    }
    if (Databases.state(admin, database) == Databases.State.ABSENT) {
      Databases.copyTemplate(admin, database);
    }
    Databases.admit(admin, database, HomeLogins.TENANTS);
    try (Connection pool = connections.open(server, database)) {
      Sql.inTransaction(
          pool,
          () -> {
            Gate.putSealKey(
                pool,
                Sealer.FIRST_KEY,
                secret.application().sealKey(server, database, Sealer.FIRST_KEY));
            Logins.createDeclared(pool, server, Placement.POOL_LOGIN, secret.application());
            Gate.protectPool(pool, Placement.APP_SCHEMA);
            // Last, because it tells that all before it is done.
            Sql.run(
                pool,
                "GRANT CONNECT ON DATABASE %s TO %s"
                    .formatted(
                        Identifiers.quote(database), Identifiers.quote(Placement.POOL_LOGIN)));
            return true;
          });
    }
  }
}

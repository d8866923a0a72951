package io.croft.gate;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A database as a server of production has it: the protected pool with two tenants, {@code ann} and
 * {@code bob}, of three customers each, and room for schema homes. Each test class has its own.
 */
final class GateDatabase {

  private static final AtomicInteger HOMES = new AtomicInteger();

  private final String name;
  private final Sealer sealer = new Sealer(GateServer.APPLICATION);
  private final Placement ann;
  private final Placement bob;

  private GateDatabase(String name) {
    this.name = name;
    this.ann = poolPlacement();
    this.bob = poolPlacement();
  }

  static GateDatabase create() throws SQLException {
    GateDatabase database = new GateDatabase(GateServer.createDatabase());
    try (Connection admin = database.admin()) {
      Gate.putSealKey(
          admin,
          Sealer.FIRST_KEY,
          GateServer.APPLICATION.sealKey(GateServer.NAME, database.name, Sealer.FIRST_KEY));
      Gate.protectPool(admin, Placement.APP_SCHEMA);
    }
    database.openPoolHome(database.ann);
    database.openPoolHome(database.bob);
    return database;
  }

  /** Returns a database that is there already, with two tenants that have no homes in it. */
  static GateDatabase adopt(String name) {
    return new GateDatabase(name);
  }

  /** Removes the database, and whoever is connected to it. */
  void drop() throws SQLException {
    try (Connection admin = GateServer.admin("postgres")) {
      Sql.run(admin, "DROP DATABASE \"" + name + "\" WITH (FORCE)");
    }
  }

  String name() {
    return name;
  }

  /** A tenant of the pool. */
  Placement ann() {
    return ann;
  }

  /** Another tenant of the pool. */
  Placement bob() {
    return bob;
  }

  /** A placement in the pool of a tenant that the gate has never heard of. */
  Placement unknown() {
    return poolPlacement();
  }

  Connection admin() throws SQLException {
    return GateServer.admin(name);
  }

  Connection mover() throws SQLException {
    return GateServer.mover(name);
  }

  /** Connects as the pool's login. */
  Connection pool() throws SQLException {
    return GateServer.application(name, Placement.POOL_LOGIN, Placement.APP_SCHEMA);
  }

  /** Connects as the pool's login and enters a tenant of the pool in a transaction. */
  Connection entered(Placement placement) throws SQLException {
    Connection connection = pool();
    connection.setAutoCommit(false);
    enter(connection, placement);
    return connection;
  }

  /** Connects to a home as its own login. */
  Connection connect(Placement home) throws SQLException {
    return GateServer.application(home.database(), home.login(), home.schema());
  }

  /** Connects as a router does before it enters or joins: as the login of the home. */
  Connection outside(Placement home) throws SQLException {
    return home.isolation() == Isolation.POOL ? pool() : connect(home);
  }

  byte[] seal(Placement placement, Connection connection) throws SQLException {
    return sealer.seal(placement, Sql.pid(connection));
  }

  void enter(Connection connection, Placement placement) throws SQLException {
    Sql.run(connection, "SELECT croft.enter(?)", seal(placement, connection));
  }

  /** Adds a pool tenant of three customers. */
  Placement newPoolTenant() throws SQLException {
    Placement placement = poolPlacement();
    openPoolHome(placement);
    return placement;
  }

  /** Adds a home of any isolation, open, with three customers. */
  Placement newHome(Isolation isolation) throws SQLException {
    if (isolation == Isolation.POOL) {
      return newPoolTenant();
    }
    Placement home = newEmptyHome(TenantId.random(), isolation, HOMES.incrementAndGet());
    try (Connection admin = GateServer.admin(home.database())) {
      HomeGate.addOpen(admin, home);
    }
    try (Connection own = connect(home)) {
      fill(own);
    }
    return home;
  }

  /** Makes a home of any isolation without rows and without a gate row. */
  Placement newEmptyHome(TenantId tenant, Isolation isolation, long epoch) throws SQLException {
    Placement usual = Placement.of(tenant, isolation, GateServer.NAME, epoch);
    String database = isolation == Isolation.DATABASE ? usual.database() : name;
    Placement home =
        new Placement(
            tenant, isolation, GateServer.NAME, database, usual.schema(), usual.login(), epoch);
    if (isolation == Isolation.POOL) {
      return home;
    }
    if (isolation == Isolation.DATABASE) {
      GateServer.createDatabase(database);
    }
    try (Connection admin = GateServer.admin(database)) {
      if (isolation == Isolation.SCHEMA) {
        String schema = '"' + home.schema() + '"';
        Sql.script(
            admin,
            "CREATE SCHEMA %s; SET search_path = %s; %s"
                .formatted(schema, schema, GateServer.SHOP));
      }
      Logins.create(
          admin, home.login(), GateServer.APPLICATION.loginPassword(GateServer.NAME, home.login()));
      Gate.protectHome(admin, home);
    }
    return home;
  }

  /** Connects as the login of a home; the tenant of a pool home is entered in a transaction. */
  Connection inside(Placement home) throws SQLException {
    if (home.isolation() == Isolation.POOL) {
      return entered(home);
    }
    Connection connection = connect(home);
    connection.setAutoCommit(false);
    Sql.run(connection, "SELECT croft.join()");
    return connection;
  }

  private Placement poolPlacement() {
    return new Placement(
        TenantId.random(),
        Isolation.POOL,
        GateServer.NAME,
        name,
        Placement.APP_SCHEMA,
        Placement.POOL_LOGIN,
        HOMES.incrementAndGet());
  }

  private void openPoolHome(Placement placement) throws SQLException {
    try (Connection admin = admin()) {
      HomeGate.addOpen(admin, placement);
    }
    try (Connection own = entered(placement)) {
      fill(own);
      own.commit();
    }
  }

  private static void fill(Connection own) throws SQLException {
    Sql.run(
        own,
        "INSERT INTO customer (name, email) SELECT 'c' || n, n || '@example.org'"
            + " FROM generate_series(1, 3) n");
    Sql.run(own, "INSERT INTO booking (customer_id, price) SELECT id, 10 * id FROM customer");
    Sql.run(own, "INSERT INTO visit (year, id, customer_id) SELECT 2026, id, id FROM customer");
  }
}

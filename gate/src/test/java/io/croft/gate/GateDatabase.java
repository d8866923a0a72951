package io.croft.gate;

import io.croft.core.Access;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
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
  private final List<String> declarations = new ArrayList<>();

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

  void enter(Connection connection, Placement placement, Access access) throws SQLException {
    byte[] seal = sealer.seal(placement, Sql.pid(connection), access);
    Sql.run(connection, "SELECT croft.enter(?)", seal);
  }

  /**
   * Says by a migration of the pool, and in each database home that comes, what an access may do.
   */
  void allow(String access, String table, String commands) throws SQLException {
    String declaration = "SELECT croft.allow('%s', '%s', '%s')".formatted(access, table, commands);
    declarations.add(declaration);
    migrate(name, Placement.APP_SCHEMA, declaration);
    try (Connection admin = admin()) {
      createLimited(admin, Placement.POOL_LOGIN);
      Gate.protectPool(admin, Placement.APP_SCHEMA);
    }
  }

  private static void createLimited(Connection admin, String login) throws SQLException {
    Logins.createDeclared(admin, GateServer.NAME, login, GateServer.APPLICATION);
  }

  /** Runs a migration of the application in one schema, as its owner. */
  static void migrate(String database, String schema, String sql) throws SQLException {
    try (Connection owner = GateServer.admin(database)) {
      Sql.script(owner, "SET search_path = \"%s\"; SET ROLE croft_app_owner".formatted(schema));
      Sql.script(owner, sql);
    }
  }

  /** Connects to a home with an access; the tenant is inside, in a transaction. */
  Connection inside(Placement home, Access access) throws SQLException {
    Connection connection =
        GateServer.application(home.database(), home.loginFor(access), home.schema());
    connection.setAutoCommit(false);
    if (home.isolation() == Isolation.POOL) {
      enter(connection, home, access);
    } else {
      Sql.run(connection, "SELECT croft.join()");
    }
    return connection;
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
      try (Connection admin = GateServer.admin(database)) {
        Sql.run(admin, "ALTER SCHEMA app OWNER TO croft_app_owner");
      }
      for (String declaration : declarations) {
        migrate(database, Placement.APP_SCHEMA, declaration);
      }
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
      createLimited(admin, home.login());
      Gate.protectHome(admin, home);
    }
    return home;
  }

  /** Connects as the login of a home; the tenant of a pool home is entered in a transaction. */
  Connection inside(Placement home) throws SQLException {
    return inside(home, Access.FULL);
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

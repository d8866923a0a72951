package io.croft.attack;

import io.croft.catalog.Limits;
import io.croft.catalog.NewTenant;
import io.croft.catalog.Plan;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import io.croft.gate.Gate;
import io.croft.gate.MoverGate;
import io.croft.gate.Sealer;
import io.croft.home.Homes;
import io.croft.home.Provisioning;
import io.croft.local.LocalFleet;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A server that Croft started itself, with an attacker and a victim in each isolation: their homes,
 * and copies of these that are thrown away. Not thread-safe.
 */
final class OwnServer implements AutoCloseable {

  private static final String PLAN = "attack";

  private final LocalFleet fleet;
  private final String name;
  private final Door door;
  private final DatabaseCopies databases;
  private final Map<Isolation, Placement> attackers = new EnumMap<>(Isolation.class);
  private final Map<Isolation, Placement> victims = new EnumMap<>(Isolation.class);
  private final Map<Isolation, Ground> grounds = new EnumMap<>(Isolation.class);

  private OwnServer(LocalFleet fleet, String name, Door door) throws SQLException {
    this.fleet = fleet;
    this.name = name;
    this.door = door;
    this.databases = new DatabaseCopies(fleet.connect(name, "postgres"));
  }

  /** Lets the fleet have tenants of the suite in all isolations. */
  static void savePlan(LocalFleet fleet) {
    fleet
        .catalog()
        .savePlan(
            new Plan(PLAN, Isolation.POOL, EnumSet.allOf(Isolation.class), Set.of(), Limits.NONE),
            AttackSuite.ACTOR);
  }

  /** Creates the tenants and sets models of their databases aside, while nobody is connected. */
  static OwnServer prepare(LocalFleet fleet, String name, Door door) throws SQLException {
    OwnServer server = new OwnServer(fleet, name, door);
    // Homes of its own: the fleet's keep connections to the databases that are copied.
    try (Homes homes = new Homes(fleet::connect, fleet.secret().application())) {
      Provisioning provisioning = new Provisioning(fleet.catalog(), homes);
      for (Isolation isolation : Isolation.values()) {
        server.attackers.put(isolation, server.tenant(provisioning, isolation, "attacker"));
        server.victims.put(isolation, server.tenant(provisioning, isolation, "victim"));
      }
    } catch (RuntimeException e) {
      server.close();
      throw e;
    }
    server.keepModels();
    return server;
  }

  /** The copies have the rows that the models have. */
  private void keepModels() throws SQLException {
    for (Isolation isolation : Isolation.values()) {
      ground(isolation).seed();
      ground(isolation).close();
    }
    databases.keepModel(Placement.SHARED_DATABASE);
    databases.keepModel(attacker(Isolation.DATABASE).database());
  }

  private Placement tenant(Provisioning provisioning, Isolation isolation, String part) {
    Slug slug = Slug.of("%s-%s-%s".formatted(name, isolation, part));
    TenantId id =
        provisioning
            .provision(
                NewTenant.of(slug, slug.value(), PLAN),
                Optional.of(isolation),
                Optional.of(name),
                AttackSuite.ACTOR)
            .id();
    return fleet.catalog().placement(id).orElseThrow();
  }

  String name() {
    return name;
  }

  private Placement attacker(Isolation isolation) {
    return Objects.requireNonNull(attackers.get(isolation));
  }

  private Placement victim(Isolation isolation) {
    return Objects.requireNonNull(victims.get(isolation));
  }

  /** Returns the tenants' true homes. */
  Ground ground(Isolation isolation) {
    return grounds.computeIfAbsent(isolation, this::open);
  }

  private Ground open(Isolation isolation) {
    return new Ground(
        attacker(isolation),
        victim(isolation),
        door,
        fleet.catalog(),
        fleet.secret().application(),
        Optional.of(backstage()));
  }

  /** What is done on a ground. */
  interface Use<T> {
    T on(Ground ground) throws SQLException;
  }

  /**
   * Copies the attacker's database, uses the copy and throws it away. A victim with a database of
   * its own stays where it is: nothing changes there.
   */
  <T> T withCopy(Isolation isolation, Use<T> use) throws SQLException {
    Placement attacker = attacker(isolation);
    Placement victim = victim(isolation);
    String copied = databases.copy(attacker.database());
    try {
      if (isolation != Isolation.DATABASE) {
        giveSealKey(copied);
      }
      Placement own = moved(attacker, copied);
      Placement other = isolation == Isolation.DATABASE ? victim : moved(victim, copied);
      try (Ground copy =
          new Ground(
              own,
              other,
              door,
              new FixedCatalog(fleet.catalog(), List.of(own, other)),
              fleet.secret().application(),
              Optional.of(backstage()))) {
        return use.on(copy);
      }
    } finally {
      databases.drop(copied);
    }
  }

  /** Seals name their database: a copy has a key of its own. */
  private void giveSealKey(String database) throws SQLException {
    try (Connection admin = fleet.connect(name, database)) {
      Gate.putSealKey(
          admin,
          Sealer.FIRST_KEY,
          fleet.secret().application().sealKey(name, database, Sealer.FIRST_KEY));
    }
  }

  private static Placement moved(Placement home, String database) {
    return new Placement(
        home.tenant(),
        home.isolation(),
        home.server(),
        database,
        home.schema(),
        home.login(),
        home.epoch());
  }

  private Backstage backstage() {
    return new Backstage() {
      @Override
      public Connection admin(String database) throws SQLException {
        return fleet.connect(name, database);
      }

      @Override
      public Connection mover(String database) throws SQLException {
        return DriverManager.getConnection(
            fleet.server(name).jdbcUrl(database),
            MoverGate.LOGIN,
            fleet.secret().moverPassword(name));
      }
    };
  }

  @Override
  public void close() throws SQLException {
    for (Ground ground : grounds.values()) {
      ground.close();
    }
    databases.close();
  }
}

package io.croft.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.embedded.EmbeddedPostgres;
import io.croft.gate.GateState;
import io.croft.gate.GateStatus;
import io.croft.gate.MasterSecret;
import io.croft.gate.Register;
import io.croft.gate.Sealer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A server whose administrator is no superuser, as managed clouds give it. */
final class CloudServerIT {

  private static final String NAME = "cloud-1";
  private static final String PASSWORD = "cloud";
  private static final MasterSecret SECRET = MasterSecret.random();
  private static final EmbeddedPostgres POSTGRES =
      EmbeddedPostgres.builder().name("cloud-tests").durable(false).start();

  private static Homes homes;

  @BeforeAll
  static void prepare() throws SQLException {
    try (Connection superuser = POSTGRES.connect("postgres")) {
      Sql.run(
          superuser,
          "CREATE ROLE cloud_admin LOGIN CREATEROLE CREATEDB PASSWORD '%s'".formatted(PASSWORD));
    }
    new ServerPreparation(CloudServerIT::admin, SECRET, TestServer.TEN_TABLES).prepare(NAME);
    homes = new Homes(CloudServerIT::admin, SECRET.application());
  }

  @AfterAll
  static void stop() {
    homes.close();
    POSTGRES.close();
  }

  private static Connection admin(String server, String database) throws SQLException {
    return DriverManager.getConnection(POSTGRES.jdbcUrl(database), "cloud_admin", PASSWORD);
  }

  private static Connection application(Placement home) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", home.login());
    login.setProperty("password", SECRET.application().loginPassword(NAME, home.login()));
    login.setProperty("options", "-c search_path=" + home.schema() + ",\\ pg_temp");
    return DriverManager.getConnection(POSTGRES.jdbcUrl(home.database()), login);
  }

  private static Connection enter(Placement home) throws SQLException {
    Connection connection = application(home);
    connection.setAutoCommit(false);
    if (home.isolation() == Isolation.POOL) {
      try (PreparedStatement enter = connection.prepareStatement("SELECT croft.enter(?)")) {
        enter.setBytes(1, new Sealer(SECRET.application()).seal(home, 0));
        enter.execute();
      }
    } else {
      Sql.run(connection, "SELECT croft.join()");
    }
    return connection;
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void keepsTenantsApartAllTheSame(Isolation isolation) throws SQLException {
    Placement ann = Placement.of(TenantId.random(), isolation, NAME, 1);
    Placement bob = Placement.of(TenantId.random(), isolation, NAME, 1);
    for (Placement home : new Placement[] {ann, bob}) {
      homes.create(home);
      homes.create(home);
      try (Connection own = enter(home)) {
        Sql.run(own, "INSERT INTO location (name) VALUES ('own')");
        own.commit();
      }
    }
    try (Connection own = enter(ann)) {
      assertThat(Sql.strings(own, "SELECT tenant_id::text FROM location"))
          .containsExactly(ann.tenant().toString());
      HomesContract.assertState(
          isolation == Isolation.POOL ? "42501" : "23514",
          () ->
              Sql.run(
                  own, "INSERT INTO location (tenant_id) VALUES ('%s')".formatted(bob.tenant())));
    }
    if (isolation != Isolation.POOL) {
      homes.dropEvenInUse(ann);
      homes.dropEvenInUse(bob);
    }
  }

  @Test
  void readsNothingInThePoolWithoutATenant() throws SQLException {
    Placement pool = Placement.of(TenantId.random(), Isolation.POOL, NAME, 1);
    try (Connection nobody = application(pool)) {
      HomesContract.assertState(
          GateState.NO_TENANT, () -> Sql.strings(nobody, "SELECT name FROM location"));
    }
  }

  @Test
  void tellsWhatItCouldNotDoAndWhatFollows() {
    ServerGates gates = new ServerGates(CloudServerIT::admin, SECRET);
    gates.upgrade(NAME, database -> {});
    GateStatus pool =
        gates.status(NAME).stream()
            .filter(gate -> gate.database().equals(Placement.SHARED_DATABASE))
            .findFirst()
            .orElseThrow()
            .status();
    assertThat(pool.register()).contains(Register.SEQUENCES);
    assertThat(pool.drift()).isEmpty();
    assertThat(pool.shortfalls())
        .extracting(GateStatus.Shortfall::code)
        .contains(
            "register-in-sequences",
            "mover-without-bypassrls",
            "mover-without-replication",
            "mover-fires-triggers",
            "built-ins-open-to-all",
            "database-open-to-all",
            "no-event-triggers");
    assertThat(pool.shortfalls()).allMatch(shortfall -> !shortfall.consequence().isBlank());
  }
}

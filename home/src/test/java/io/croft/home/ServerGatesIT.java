package io.croft.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Access;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.gate.Gate;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The gates of a whole server, looked at and brought up to date while their tenants work. */
final class ServerGatesIT {

  private final ServerGates gates = new ServerGates(TestServer::admin, TestServer.SECRET);
  private final List<Placement> made = new ArrayList<>();
  private Homes homes;

  @BeforeEach
  void makeOneHomeOfEachKind() throws SQLException {
    TestServer.prepare(TestServer.TEN_TABLES);
    homes = new Homes(TestServer::admin, TestServer.SECRET.application());
    for (Isolation isolation : Isolation.values()) {
      Placement home = Placement.of(TenantId.random(), isolation, TestServer.NAME, 1);
      homes.create(home);
      made.add(home);
    }
  }

  @AfterEach
  void drop() {
    made.stream().filter(home -> home.isolation() != Isolation.POOL).forEach(homes::dropEvenInUse);
    homes.close();
  }

  private void assertAllAreAsShipped() {
    assertThat(gates.status(TestServer.NAME))
        .extracting(ServerGates.DatabaseGate::database)
        .startsWith(Databases.TEMPLATE, Placement.SHARED_DATABASE)
        .contains(home(Isolation.DATABASE).database());
    assertThat(gates.status(TestServer.NAME))
        .allSatisfy(
            gate -> {
              assertThat(gate.status().version()).contains(Gate.VERSION);
              assertThat(gate.status().drift()).as(gate.database()).isEmpty();
              assertThat(gate.status().shortfalls()).isEmpty();
            });
  }

  private Placement home(Isolation isolation) {
    return made.stream().filter(home -> home.isolation() == isolation).findFirst().orElseThrow();
  }

  @Test
  void areAllAsShipped() throws SQLException {
    assertAllAreAsShipped();
    try (Connection admin = TestServer.maintenance()) {
      assertThat(Databases.state(admin, Databases.TEMPLATE)).isEqualTo(Databases.State.SHUT);
    }
  }

  @Test
  void comeUpToDateWithEverythingThatIsMissing() throws SQLException {
    for (Placement home : made) {
      try (Connection admin = TestServer.admin(TestServer.NAME, home.database())) {
        Sql.run(admin, "UPDATE croft.installation SET version = 1");
        Sql.run(admin, "DROP EVENT TRIGGER IF EXISTS croft_keep_protected");
        Sql.run(admin, "DROP FUNCTION IF EXISTS croft.copy_shared(text, text)");
        Sql.run(admin, "DROP TABLE \"" + home.schema() + "\".croft_canary");
        Sql.run(admin, "SELECT croft.allow('late', 'location', 'SELECT', 'app')");
      }
    }
    assertThat(gates.status(TestServer.NAME)).anyMatch(gate -> !gate.status().current());

    List<String> told = new ArrayList<>();
    gates.upgrade(TestServer.NAME, told::add);

    assertThat(told).contains(Databases.TEMPLATE, home(Isolation.DATABASE).database());
    assertAllAreAsShipped();
    for (Placement home : made) {
      try (Connection own = HomesContract.enter(home)) {
        Sql.run(own, "INSERT INTO croft_canary (mark) VALUES ('alive')");
        assertThat(Sql.strings(own, "SELECT tenant_id::text FROM croft_canary"))
            .containsExactly(home.tenant().toString());
      }
      try (Connection late = HomesContract.enter(home, Access.of("late"))) {
        assertThat(Sql.strings(late, "SELECT name FROM location")).isEmpty();
        HomesContract.assertState("42501", () -> Sql.run(late, "TABLE croft_canary"));
      }
    }
  }
}

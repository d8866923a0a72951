package io.croft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.NewOperation;
import io.croft.catalog.Operation;
import io.croft.catalog.OperationKind;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.gate.HomeGate;
import io.croft.gate.Publication;
import io.croft.home.ServerGates;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The catalog's servers as the product sets them up, and what the catalog does not know. */
final class FleetIT {

  private static final TestFleet FLEET = TestFleet.shared();

  @BeforeAll
  static void makeHomes() {
    for (Isolation isolation : Isolation.values()) {
      FLEET.tenant(isolation, TestFleet.EU);
    }
  }

  @Test
  void theShippedSetUpHasNoFindings() {
    Report report = doctor().auditAll();
    assertThat(report.atLeast(Severity.WARNING)).isEmpty();
    assertThat(report.places())
        .extracting(Place::toString)
        .contains("eu-1/croft_app", "us-1/croft_app", "eu-1/postgres", "eu-1/template1")
        .anyMatch(place -> place.matches("eu-1/t_[0-9a-f]{32}_1"));
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void theHomeOfOneTenantHasNoFindings(Isolation isolation) {
    TenantId tenant = FLEET.tenant(isolation, TestFleet.EU);
    assertThat(doctor().audit(tenant).atLeast(Severity.WARNING)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void thePublicationOfOneHomeIsNoFinding(Isolation isolation) throws SQLException {
    Placement home = home(isolation);
    try (Connection admin = FLEET.superuser(home)) {
      Publication.create(admin, home, "croft_move_x");
      Report report = doctor().audit(home.server());
      Publication.drop(admin, "croft_move_x");
      assertThat(report.atLeast(Severity.WARNING)).isEmpty();
    }
  }

  @Test
  void theStreamOfAMoveThatIsNotOpenIsFoundAndOfOneThatHasEndedDropped() throws SQLException {
    Placement home = home(Isolation.DATABASE);
    UUID named = UUID.randomUUID();
    Operation move =
        FLEET
            .catalog()
            .operations()
            .create(
                NewOperation.of(
                    OperationKind.MOVE,
                    home.tenant(),
                    Map.of("wayBack", named.toString()),
                    List.of()),
                "test");
    String unknown = stream(UUID.randomUUID());
    String open = stream(move.id());
    String next = stream(named);
    try (Connection admin = FLEET.superuser(home)) {
      for (String stream : List.of(unknown, open, next)) {
        Publication.create(admin, home, stream);
        Sql.run(
            admin, "SELECT pg_create_logical_replication_slot('%s', 'pgoutput')".formatted(stream));
      }
      Report report = doctor().audit(home.server());
      assertThat(left(report))
          .containsExactlyInAnyOrder("slot " + unknown, "publication " + unknown);
      assertThat(Repair.plan(report)).as("nobody knows whose it is").isEmpty();

      FLEET.catalog().operations().cancel(move.id(), "test");
      Report ended = doctor().audit(home.server());
      assertThat(left(ended)).hasSize(6);
      List<Finding> plan = Repair.plan(ended);
      assertThat(plan)
          .extracting(Finding::object)
          .containsExactlyInAnyOrder("slot " + open, "publication " + open);
      assertThat(Repair.run(plan, doctor()::connect)).allMatch(Repair.Outcome::done);

      List<Finding> rest =
          doctor().audit(home.server()).findings().stream()
              .filter(finding -> finding.rule().id().equals("CROFT813"))
              .toList();
      assertThat(rest).hasSize(4);
      for (Finding finding : rest) {
        Sql.run(admin, finding.fix().orElseThrow());
      }
      assertThat(left(doctor().audit(home.server()))).isEmpty();
    }
  }

  private static String stream(UUID operation) {
    return "croft_move_" + operation.toString().replace("-", "") + "_1";
  }

  private static List<String> left(Report report) {
    return report.findings().stream()
        .filter(finding -> finding.rule().id().equals("CROFT813"))
        .map(Finding::object)
        .toList();
  }

  @Test
  void aGateRowThatDisagreesWithTheCatalogIsFound() throws SQLException {
    Placement home = home(Isolation.SCHEMA);
    String row = " WHERE tenant = '%s'".formatted(home.tenant());
    try (Connection admin = FLEET.superuser(home)) {
      Sql.run(
          admin,
          "UPDATE croft.gate SET state = 'closed', closed_at = now(), lease_until = now()" + row);
      assertThat(doctor().audit(home.server()).has("CROFT810", named(home))).isTrue();
      Sql.run(
          admin,
          "UPDATE croft.gate SET state = 'open', closed_at = NULL, lease_until = NULL" + row);
      assertThat(doctor().audit(home.server()).has("CROFT810", named(home))).isFalse();
    }
  }

  @Test
  void aPlacementWithoutAGateRowIsFound() throws SQLException {
    Placement home = home(Isolation.POOL);
    try (Connection admin = FLEET.superuser(home)) {
      Sql.run(admin, "DELETE FROM croft.gate WHERE tenant = '%s'".formatted(home.tenant()));
      assertThat(doctor().audit(home.server()).has("CROFT810", named(home))).isTrue();
      HomeGate.addOpen(admin, home);
    }
  }

  @Test
  void whatTheCatalogDoesNotKnowIsFound() throws SQLException {
    String name = Placement.of(TenantId.random(), Isolation.DATABASE, TestFleet.US, 7).database();
    try (Connection admin = FLEET.server(TestFleet.US).connect("postgres")) {
      Sql.run(admin, "CREATE ROLE \"" + name + "\" LOGIN");
      Sql.run(admin, "CREATE DATABASE \"" + name + "\" TEMPLATE template0");
      Report report = doctor().audit(TestFleet.US);
      Sql.run(admin, "DROP DATABASE \"" + name + "\"");
      Sql.run(admin, "DROP ROLE \"" + name + "\"");
      assertThat(report.has("CROFT811", "database \"" + name + "\"")).isTrue();
      assertThat(report.has("CROFT811", "role \"" + name + "\"")).isTrue();
      assertThat(report.has("CROFT607", "schema croft")).as("no gate there").isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PASSWORD 'mine'", "PASSWORD NULL"})
  void aLoginWithAnotherPasswordIsFoundAndGivenItsOwnAgain(String change) throws SQLException {
    Placement home = home(Isolation.SCHEMA);
    try (Connection admin = FLEET.superuser(home)) {
      Sql.run(admin, "ALTER ROLE \"%s\" %s".formatted(home.login(), change));
      assertThat(doctor().audit(home.server()).has("CROFT410", "role " + home.login())).isTrue();
      new ServerGates(FLEET.catalog()::admin, FLEET.secret()).upgrade(home.server(), name -> {});
      assertThat(doctor().audit(home.server()).has("CROFT410", "role " + home.login())).isFalse();
    }
  }

  @Test
  void aLoginOfAnAccessThatTheCatalogDoesNotKnowIsFound() throws SQLException {
    String name =
        Placement.of(TenantId.random(), Isolation.SCHEMA, TestFleet.US, 7).login() + "_staff";
    try (Connection admin = FLEET.server(TestFleet.US).connect("postgres")) {
      Sql.run(admin, "CREATE ROLE \"" + name + "\" LOGIN");
      Report report = doctor().audit(TestFleet.US);
      Sql.run(admin, "DROP ROLE \"" + name + "\"");
      assertThat(report.has("CROFT811", "role \"" + name + "\"")).isTrue();
    }
  }

  @Test
  void aStrangeDatabaseThatLoginsCanReachIsLookedInto() throws SQLException {
    try (Connection admin = FLEET.server(TestFleet.US).connect("postgres")) {
      Sql.run(admin, "CREATE DATABASE reports TEMPLATE template0");
      try (Connection reports = FLEET.server(TestFleet.US).connect("reports")) {
        Sql.run(reports, "CREATE TABLE public.all_tenants (tenant_id uuid NOT NULL)");
        Sql.run(reports, "GRANT SELECT ON public.all_tenants TO PUBLIC");
      }
      Report report = doctor().audit(TestFleet.US);
      Sql.run(admin, "DROP DATABASE reports");
      assertThat(report.has("CROFT803", "database reports")).isTrue();
      assertThat(report.has("CROFT101", "public.all_tenants")).isTrue();
    }
  }

  private static Placement home(Isolation isolation) {
    return FLEET.catalog().placement(FLEET.tenant(isolation, TestFleet.EU)).orElseThrow();
  }

  private static String named(Placement home) {
    return "home of " + home.tenant() + " at epoch " + home.epoch();
  }

  private static FleetDoctor doctor() {
    return new FleetDoctor(
        FLEET.catalog(), AuditOptions.DEFAULT.withPasswords(Passwords.derivedFrom(FLEET.secret())));
  }
}

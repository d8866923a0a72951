package io.croft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A database without the gate in which about every hole is planted. */
final class PlantedIT {

  private static final AuditOptions OPTIONS =
      AuditOptions.DEFAULT.withLogins(List.of("plant_app", "plant_strong"));
  private static final Plant PLANT = new Plant(TestFleet.shared().server(TestFleet.US), "planted");

  private static final List<String> HOLES =
      List.of(
          "CROFT101 shop.asleep",
          "CROFT101 shop.no_rls",
          "CROFT101 shop.staging",
          "CROFT102 shop.locked_in",
          "CROFT102 shop.unforced",
          "CROFT105 shop.always_true",
          "CROFT106 shop.always_true",
          "CROFT106 shop.unchecked",
          "CROFT107 shop.lenient",
          "CROFT108 shop.sound",
          "CROFT108 shop.cached",
          "CROFT109 shop.per_row",
          "CROFT110 shop.slow_tenant()",
          "CROFT111 shop.fixed_tenant()",
          "CROFT112 shop.event_2026",
          "CROFT112 shop.sound_old",
          "CROFT116 shop.locked_in",
          "CROFT202 shop.person",
          "CROFT205 shop.person",
          "CROFT205 shop.visit",
          "CROFT206 shop.person",
          "CROFT207 shop.person",
          "CROFT208 shop.visit",
          "CROFT209 shop.visit",
          "CROFT210 shop.person.illness",
          "CROFT211 shop.person",
          "CROFT213 shop.forgotten",
          "CROFT301 shop.totals",
          "CROFT302 shop.remote",
          "CROFT303 shop.staging",
          "CROFT304 shop.of_superuser",
          "CROFT305 shop.all_people()",
          "CROFT306 shop.of_owner",
          "CROFT307 shop.all_people()",
          "CROFT309 shop.visit",
          "CROFT310 shop.no_rls",
          "CROFT311 publication everything",
          "CROFT313 shop.leak(text)",
          "CROFT314 server elsewhere",
          "CROFT315 shop.default_price()",
          "CROFT401 role plant_strong",
          "CROFT402 shop.lenient",
          "CROFT403 role plant_app",
          "CROFT404 role plant_app",
          "CROFT405 parameter backtrace_functions",
          "CROFT406 role plant_batch",
          "CROFT407 role plant_app",
          "CROFT501 shop.sound",
          "CROFT502 shop.invoice_number",
          "CROFT503 schema shop",
          "CROFT504 database planted",
          "CROFT505 role plant_app",
          "CROFT506 defaults of role plant_owner in schema shop",
          "CROFT507 functions of advisory locks",
          "CROFT507 functions of ending sessions",
          "CROFT507 functions of large objects",
          "CROFT509 functions of notification and XML",
          "CROFT510 language plpgsql",
          "CROFT512 shop.sound",
          "CROFT707 pg_largeobject_metadata",
          "CROFT801 role plant_app",
          "CROFT803 database planted",
          "CROFT804 role plant_owner",
          "CROFT908 role plant_app");

  @BeforeAll
  static void plant() throws SQLException {
    PLANT.grow();
  }

  @AfterAll
  static void weed() throws SQLException {
    PLANT.weed();
  }

  @Test
  void everyPlantedHoleIsFoundUnderItsOwnRule() throws SQLException {
    assertThat(audit(OPTIONS).findings())
        .extracting(finding -> finding.rule().id() + " " + finding.object())
        .containsAll(HOLES);
  }

  @Test
  void theSoundTableHasOnlyWhatWasPlantedOnIt() throws SQLException {
    assertThat(audit(OPTIONS).findings())
        .filteredOn(finding -> finding.object().equals("shop.sound"))
        .extracting(finding -> finding.rule().id())
        .containsExactlyInAnyOrder("CROFT108", "CROFT501", "CROFT512");
  }

  @Test
  void rulesOfTheGateAreNotApplicableAndNothingIsMended() throws SQLException {
    Report report = audit(OPTIONS);
    assertThat(report.notApplicable()).containsKeys("CROFT103", "CROFT601", "CROFT805");
    assertThat(Repair.plan(report)).isEmpty();
  }

  @Test
  void everyFixThatIsGivenRuns() throws SQLException {
    for (Finding finding : audit(OPTIONS).findings()) {
      String sql = finding.fix().orElse("SYSTEM");
      if (sql.contains("CONCURRENTLY") || sql.contains("SYSTEM")) {
        continue;
      }
      try (Connection admin = PLANT.admin()) {
        admin.setAutoCommit(false);
        Sql.run(admin, sql);
        admin.rollback();
      }
    }
  }

  @Test
  void withFewerRightsItSaysWhatItCouldNotSee() throws SQLException {
    try (Connection admin = PLANT.admin()) {
      Sql.run(admin, "SET ROLE plant_friend");
      Report report = Doctor.audit(admin, "us-1", OPTIONS);
      assertThat(report.has("CROFT001", "rule CROFT905")).isTrue();
      assertThat(report.has("CROFT101", "shop.no_rls")).isTrue();
    }
  }

  @Test
  void oneSchemaCanBeAuditedAlone() throws SQLException {
    Report report = audit(OPTIONS.withSchemas(List.of("tenant_1")));
    assertThat(report.findings()).noneMatch(finding -> finding.object().startsWith("shop."));
  }

  private static Report audit(AuditOptions options) throws SQLException {
    try (Connection admin = PLANT.admin()) {
      return Doctor.audit(admin, "us-1", options);
    }
  }
}

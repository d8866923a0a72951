package io.croft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.test.TestFleet;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A database without the gate in which about every hole is planted. */
final class PlantedIT {

  private static final String DATABASE = "planted";
  private static final Plant PLANT = new Plant(TestFleet.shared().server(TestFleet.US), DATABASE);

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
    try (Connection admin = PLANT.admin()) {
      Report report =
          Doctor.audit(
              admin, "us-1", AuditOptions.DEFAULT.withLogins(List.of("plant_app", "plant_strong")));
      report.findings().forEach(f -> System.err.println(f.key() + " | " + f.detail()));
      assertThat(report.findings()).isNotEmpty();
    }
  }
}

package io.croft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.test.TestFleet;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the product sets up has no finding that asks for work. */
final class SoundIT {

  private static final TestFleet FLEET = TestFleet.shared();

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void theShippedSetUpHasNoFindings(Isolation isolation) throws SQLException {
    TenantId tenant = FLEET.tenant(isolation, TestFleet.EU);
    Placement home = FLEET.catalog().placement(tenant).orElseThrow();
    try (Connection admin = FLEET.superuser(home)) {
      Report report = Doctor.audit(admin, home.server(), AuditOptions.DEFAULT);
      report.findings().forEach(f -> System.err.println(f.key() + " | " + f.detail()));
      System.err.println(report.took() + " " + report.notApplicable().keySet());
      assertThat(report.atLeast(Severity.WARNING)).isEmpty();
    }
  }
}

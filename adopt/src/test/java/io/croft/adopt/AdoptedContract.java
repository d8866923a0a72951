package io.croft.adopt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.doctor.AuditOptions;
import io.croft.doctor.Finding;
import io.croft.doctor.FleetDoctor;
import io.croft.doctor.Severity;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every application that was adopted. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class AdoptedContract {

  private final String name;
  private final String probe;
  private final List<String> extensions;
  private final String[] shared;
  private final List<String> answersBefore = new ArrayList<>();

  private AdoptedApplication application;

  /**
   * Names the application, a table of tenants that its statements leave with rows, the extensions
   * that it needs, and the tables that belong to no tenant.
   */
  AdoptedContract(String name, String probe, List<String> extensions, String... shared) {
    this.name = name;
    this.probe = probe;
    this.extensions = extensions;
    this.shared = shared;
  }

  @BeforeAll
  void adopt(@TempDir Path directory) throws SQLException, IOException {
    application = AdoptedApplication.of(name, directory, extensions, shared);
    try (Connection original = application.original()) {
      answersBefore.addAll(Statements.play(original, script()));
    }
  }

  @AfterAll
  void close() {
    application.close();
  }

  @Test
  void plansWhatWasReviewed() throws IOException {
    assertThat(PlanText.of(application.plan()))
        .isEqualTo(AdoptedApplication.resource(name, "plan.txt"));
    assertThat(Migration.text(application.plan()))
        .isEqualTo(AdoptedApplication.resource(name, "migration.sql"));
  }

  @ParameterizedTest
  @EnumSource
  void itsOwnStatementsGetTheAnswersThatTheyGotBefore(Isolation isolation) throws Exception {
    TenantId one = application.tenant(isolation);
    TenantId other = application.tenant(isolation);
    // The second sees none of the first's rows, and takes the very same keys.
    for (TenantId tenant : List.of(one, other)) {
      application.as(
          tenant,
          connection ->
              assertThat(Statements.play(connection, script()))
                  .containsExactlyElementsOf(answersBefore));
    }
    assertThat(rowsOf(one)).isPositive().isEqualTo(rowsOf(other));
  }

  private String script() throws IOException {
    return AdoptedApplication.resource(name, "statements.sql");
  }

  /** Counts as a superuser does, who sees all rows, those of one tenant. */
  private long rowsOf(TenantId tenant) throws SQLException {
    Placement home = application.fleet().catalog().placement(tenant).orElseThrow();
    try (Connection superuser = application.fleet().superuser(home)) {
      return Sql.query(
              superuser,
              "SELECT count(*) FROM %s.%s WHERE tenant_id = '%s'"
                  .formatted(home.schema(), probe, tenant),
              row -> row.getLong(1))
          .get(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void truncateIsRefused(Isolation isolation) throws Exception {
    application.as(
        application.tenant(isolation),
        connection -> {
          try (Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute("TRUNCATE " + probe))
                .isInstanceOfSatisfying(
                    SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
          }
        });
  }

  AdoptedApplication application() {
    return application;
  }

  /** Returns the findings that the plan has told of. */
  Set<String> findings() {
    return Set.of();
  }

  @Test
  void theDoctorFindsNothingThatThePlanHasNotTold() {
    application.tenant(Isolation.SCHEMA);
    application.tenant(Isolation.DATABASE);
    assertThat(
            new FleetDoctor(application.fleet().catalog(), AuditOptions.DEFAULT)
                .auditAll().findings().stream()
                    .filter(finding -> finding.severity() != Severity.INFO)
                    .map(Finding::key)
                    .collect(Collectors.toSet()))
        .isEqualTo(findings());
  }

  @ParameterizedTest
  @EnumSource
  void anAdoptedSchemaIsReady(Isolation isolation) throws SQLException {
    Placement home =
        application.fleet().catalog().placement(application.tenant(isolation)).orElseThrow();
    try (Connection superuser = application.fleet().superuser(home)) {
      AdoptionPlan again = Adoption.plan(superuser, AdoptionOptions.of(home.schema()));
      assertThat(again.ready()).as(PlanText.of(again)).isTrue();
      assertThat(again.tables()).isEqualTo(application.plan().tables());
      assertThat(again.shared()).isEqualTo(application.plan().shared());
    }
  }
}

package io.croft.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.catalog.TenantFilter;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The suite on a live system with an application of somebody else's. */
final class LiveAttacksIT {

  private static final TestFleet FLEET = TestFleet.shared();

  private static AttackReport attack(AttackOptions options) {
    return AttackSuite.live(FLEET.catalog(), FLEET.homes(), FLEET.secret().application(), options);
  }

  @AfterEach
  void leavesNothingBehind() throws SQLException {
    assertThat(FLEET.catalog().tenants(TenantFilter.all()))
        .noneMatch(row -> row.tenant().slug().value().startsWith("croft-canary"));
    for (String server : List.of(TestFleet.EU, TestFleet.US)) {
      try (Connection admin = FLEET.server(server).connect(Placement.SHARED_DATABASE)) {
        assertThat(Sql.number(admin, "SELECT count(*) FROM app.croft_canary")).isZero();
        assertThat(Sql.column(admin, "SELECT rolname FROM pg_roles WHERE rolname LIKE 't\\_%'"))
            .allMatch(LiveAttacksIT::isOfATenant);
        assertThat(Sql.column(admin, "SELECT datname FROM pg_database WHERE datname LIKE 't\\_%'"))
            .allMatch(LiveAttacksIT::isOfATenant);
        assertThat(Sql.column(admin, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 't\\_%'"))
            .allMatch(LiveAttacksIT::isOfATenant);
        assertThat(Sql.column(admin, "SELECT tenant FROM croft.gate"))
            .allMatch(tenant -> FLEET.catalog().tenant(TenantId.of(tenant)).isPresent());
      }
    }
  }

  private static boolean isOfATenant(String home) {
    return FLEET.catalog().tenants(TenantFilter.all()).stream()
        .anyMatch(row -> home.contains(row.tenant().id().hex()));
  }

  @Test
  void holdsBetweenCanariesAndTouchesNobodyElse() throws SQLException {
    TenantId customer = FLEET.tenant(Isolation.POOL, TestFleet.EU);
    Placement home = FLEET.catalog().placement(customer).orElseThrow();
    try (Connection admin = FLEET.superuser(home)) {
      Sql.call(
          admin,
          "INSERT INTO app.account (tenant_id, name, balance) VALUES (?, 'cash', 7)",
          customer.value());
      AttackReport report = attack(AttackOptions.all());
      assertThat(report.results()).filteredOn(AttackResult::isFinding).isEmpty();
      assertThat(report.count(Outcome.HELD)).isGreaterThan(150);
      assertThat(report.results())
          .filteredOn(r -> r.attack().safety() != Safety.LIVE)
          .isNotEmpty()
          .allMatch(r -> r.outcome() == Outcome.NOT_RUN_HERE);
      assertThat(
              Sql.column(
                  admin,
                  "SELECT name || balance FROM app.account WHERE tenant_id = ?",
                  customer.value()))
          .containsExactly("cash7.00");
    }
  }

  @Test
  void removesWhatAKilledRunHasLeft() {
    Canaries canaries =
        new Canaries(FLEET.catalog(), FLEET.homes(), FLEET.catalog().server(TestFleet.US));
    for (Isolation isolation : Isolation.values()) {
      canaries.create(Canaries.slug("killed", isolation, "a"), isolation);
    }
    assertThat(plan()).anyMatch(step -> step.what().contains("croft-canary-killed-schema-a"));
    attack(AttackOptions.all().only(Set.of("no-tenant")));
  }

  private static List<LivePlan.Step> plan() {
    return AttackSuite.plan(
            FLEET.catalog(), FLEET.homes(), FLEET.secret().application(), AttackOptions.all())
        .steps();
  }

  @Test
  void cleansUpWhenItIsStopped() {
    AtomicInteger asked = new AtomicInteger();
    List<String> said = new ArrayList<>();
    AttackOptions stopped =
        AttackOptions.all().watched(said::add, () -> asked.incrementAndGet() > 5);
    assertThatThrownBy(() -> attack(stopped))
        .isInstanceOfSatisfying(
            CroftException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED));
    assertThat(said).isNotEmpty();
  }

  @Test
  void letsOnlyOneRunWorkOnAServer() throws SQLException {
    try (Connection other = FLEET.server(TestFleet.EU).connect("postgres")) {
      Sql.run(other, "SELECT pg_advisory_lock(hashtextextended('croft attack', 0))");
      assertThatThrownBy(() -> attack(AttackOptions.all()))
          .isInstanceOfSatisfying(
              CroftException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.OPERATION_IN_PROGRESS));
    }
  }
}

package io.croft.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.catalog.Tenant;
import io.croft.catalog.TenantStatus;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.jdbc.CroftDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@EmbeddedCroft(migrations = Shop.MIGRATIONS)
final class EmbeddedCroftIT {

  private final Tenants tenants;
  private final CroftDataSource source;

  EmbeddedCroftIT(Tenants tenants, CroftDataSource source) {
    this.tenants = tenants;
    this.source = source;
  }

  private String customers(TenantId tenant) throws SQLException {
    return TenantScope.call(
        tenant,
        () -> {
          try (Connection connection = source.getConnection();
              Statement statement = connection.createStatement();
              ResultSet row =
                  statement.executeQuery("SELECT string_agg(name, ', ') FROM customer")) {
            row.next();
            return String.valueOf(row.getString(1));
          }
        });
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void tenantsAreMadeInAnyIsolationAndMoved(Isolation isolation) throws SQLException {
    TenantId tenant = tenants.create(isolation);
    new Shop(source).fill(tenant, "Wile E. Coyote");
    assertThat(tenants.placement(tenant)).extracting(Placement::isolation).isEqualTo(isolation);
    tenants.move(tenant, isolation == Isolation.POOL ? Isolation.SCHEMA : Isolation.POOL);
    assertThat(tenants.placement(tenant)).extracting(Placement::isolation).isNotEqualTo(isolation);
    assertThat(customers(tenant)).isEqualTo("Wile E. Coyote");
  }

  @Test
  void aTenantMovesToTheOtherServer() throws SQLException {
    TenantId tenant = tenants.create(Isolation.POOL);
    new Shop(source).fill(tenant, "Wile E. Coyote");
    tenants.move(tenant, Isolation.POOL, EmbeddedFleet.US);
    assertThat(tenants.placement(tenant).server()).isEqualTo(EmbeddedFleet.US);
    assertThat(customers(tenant)).isEqualTo("Wile E. Coyote");
  }

  @Test
  void aSuspendedTenantIsRefused() {
    TenantId tenant = tenants.create(Isolation.POOL);
    tenants.suspend(tenant);
    assertThat(tenants.tenant(tenant)).extracting(Tenant::status).isEqualTo(TenantStatus.SUSPENDED);
    assertThatThrownBy(() -> customers(tenant)).hasMessageContaining("suspended");
    tenants.activate(tenant);
    assertThat(tenants.tenant(tenant)).extracting(Tenant::status).isEqualTo(TenantStatus.ACTIVE);
  }

  @Test
  void aTenantIsMadeOnceForEachName() {
    TenantId named = tenants.named("one-of-a-name", Isolation.SCHEMA);
    assertThat(tenants.named("one-of-a-name", Isolation.POOL)).isEqualTo(named);
    assertThat(tenants.placement(named).isolation()).isEqualTo(Isolation.SCHEMA);
  }

  @Test
  void oneFleetIsForAllThatAskForTheSame(EmbeddedFleet fleet, DataSource any) {
    assertThat(EmbeddedFleet.of(EmbeddedCroftIT.class.getAnnotation(EmbeddedCroft.class)))
        .isSameAs(fleet);
    assertThat(any).isSameAs(source).isSameAs(fleet.dataSource());
  }

  @Test
  void itIsReachedByTheTwoPropertiesOfAnApplication(EmbeddedFleet fleet) {
    assertThat(fleet.properties()).containsOnlyKeys("croft.catalog", "croft.secret");
    assertThat(fleet.properties().get("croft.catalog")).startsWith("postgresql://application:");
  }

  @Nested
  class Inner {

    private EmbeddedFleet before;

    @BeforeEach
    void take(EmbeddedFleet fleet) {
      before = fleet;
    }

    @Test
    void aNestedClassHasThatOfTheOuterOne(EmbeddedFleet fleet) {
      assertThat(fleet).isSameAs(before);
      assertThat(fleet.tenants()).isSameAs(tenants);
    }
  }
}

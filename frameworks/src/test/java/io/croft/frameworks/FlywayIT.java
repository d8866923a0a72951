package io.croft.frameworks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.Isolation;
import io.croft.core.TenantScope;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Migrations belong to the control plane: a tenant's login may change rows and no table. Flyway on
 * a tenant's connection is refused by PostgreSQL, and leaves nothing.
 */
@ParameterizedClass
@EnumSource(Isolation.class)
final class FlywayIT extends TwoTenants {

  private static final String TABLES =
      "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname IN ('more', 'history') ORDER BY 1";

  FlywayIT(Isolation isolation) {
    super(isolation);
  }

  private Flyway flyway(boolean baseline) {
    return Flyway.configure()
        .dataSource(source)
        .table("history")
        .locations("classpath:io/croft/frameworks/flyway")
        .baselineOnMigrate(baseline)
        .baselineVersion("0")
        .load();
  }

  @Test
  void isRefusedToMigrateATenantsHome() {
    TenantScope.run(
        a,
        () ->
            assertThatThrownBy(() -> flyway(true).migrate())
                .isInstanceOf(FlywayException.class)
                .hasStackTraceContaining(
                    "permission denied for function pg_try_advisory_xact_lock"));
    assertThat(strings(a, TABLES)).isEmpty();
  }

  @Test
  void findsNoHistoryInATenantsHome() {
    TenantScope.run(
        a,
        () ->
            assertThatThrownBy(() -> flyway(false).migrate())
                .isInstanceOf(FlywayException.class)
                .hasMessageContaining("no schema history table"));
    assertThat(strings(a, TABLES)).isEmpty();
  }

  @Test
  void mayLookAtATenantsHome() {
    TenantScope.run(a, () -> assertThat(flyway(false).info().pending()).hasSize(1));
  }
}

package io.croft.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class WorkloadTest {

  @Test
  void namesTheTenantOnlyWhereItIsFilteredByHand() {
    assertThat(Workload.LOOKUP.sql(false)).endsWith("WHERE l.id = ?");
    assertThat(Workload.LOOKUP.sql(true)).endsWith("WHERE l.id = ? AND l.tenant_id = ?");
    assertThat(Workload.INSERT.sql(true)).contains("(account_id, amount, note, tenant_id)");
  }

  @ParameterizedTest
  @EnumSource(Workload.class)
  void theApplicationsOwnSqlNamesNoTenant(Workload workload) {
    assertThat(workload.sql(false)).doesNotContain("tenant", "{", "}");
    assertThat(workload.filters()).isPositive();
  }
}

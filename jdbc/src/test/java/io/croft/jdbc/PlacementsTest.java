package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class PlacementsTest {

  private final FakeCatalog catalog = new FakeCatalog();
  private final List<Placement> superseded = new ArrayList<>();
  private final Placements placements =
      new Placements(catalog, new Standings(catalog), superseded::add);
  private final TenantId tenant = TenantId.random();

  private Placement at(long epoch) {
    return Placement.of(tenant, Isolation.SCHEMA, "one", epoch);
  }

  @Test
  void asksTheCatalogOnce() throws SQLException {
    catalog.put(at(1));
    assertThat(placements.of(tenant)).isEqualTo(at(1));
    assertThat(placements.of(tenant)).isEqualTo(at(1));
    assertThat(catalog.asked).hasValue(1);
  }

  @Test
  void neverGoesBackToASmallerEpoch() throws SQLException {
    catalog.put(at(1));
    placements.of(tenant);
    assertThat(placements.learn(at(3))).isEqualTo(at(3));
    assertThat(placements.refresh(tenant)).as("the catalog lags").isEqualTo(at(3));
    assertThat(placements.learn(at(2))).isEqualTo(at(3));
    assertThat(placements.epoch(tenant)).isEqualTo(3);
    assertThat(superseded).containsExactly(at(1));
  }
}

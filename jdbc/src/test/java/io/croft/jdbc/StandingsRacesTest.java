package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.catalog.Limits;
import io.croft.catalog.TenantStatus;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** What happens between two questions to the catalog. */
final class StandingsRacesTest {

  private final FakeCatalog catalog = new FakeCatalog();
  private final Standings standings = new Standings(catalog);
  private final Placements placements = new Placements(catalog, standings, any -> {});
  private final TenantId tenant = TenantId.random();
  private final TenantId other = TenantId.random();

  private static Placement at(TenantId tenant, long epoch) {
    return Placement.of(tenant, Isolation.SCHEMA, "one", epoch);
  }

  private void follow() {
    standings.follow(placements::forget);
  }

  @Test
  void aSuspensionWhileTheHomeIsAskedForHolds() throws SQLException {
    catalog.put(at(tenant, 1));
    catalog.beforePlacement =
        () -> {
          catalog.put(tenant, TenantStatus.SUSPENDED);
          follow();
        };
    placements.of(tenant);
    catalog.beforePlacement = () -> {};
    follow();
    follow();
    assertThatThrownBy(() -> placements.of(tenant)).hasMessageContaining("suspended");
  }

  @Test
  void aSuspensionWhileAMoveIsFollowedHolds() throws SQLException {
    catalog.put(at(tenant, 1));
    placements.of(tenant);
    catalog.put(tenant, TenantStatus.SUSPENDED);
    follow();
    // A thread that has waited at the fence since before: Journey.follow.
    placements.learn(at(tenant, 2));
    follow();
    assertThatThrownBy(() -> placements.of(tenant)).hasMessageContaining("suspended");
  }

  @Test
  void limitsHoldForATenantThatIsActivatedWhileTwoAsk() throws SQLException {
    catalog.put(at(tenant, 1));
    catalog.put(tenant, TenantStatus.PROVISIONING);
    catalog.beforeStanding =
        () -> {
          catalog.beforeStanding = () -> {};
          assertThatThrownBy(() -> placements.of(tenant)).hasMessageContaining("provisioning");
          catalog.put(tenant, TenantStatus.ACTIVE);
        };
    placements.of(tenant);
    catalog.put(tenant, Limits.NONE.with("connections", "1"));
    follow();
    placements.of(tenant);
    assertThat(standings.of(tenant).queue().connections()).isEqualTo(1);
  }

  @Test
  void aChangeWhileTheFirstTwoTenantsComeIsSeen() throws SQLException {
    catalog.put(at(tenant, 1));
    catalog.put(at(other, 1));
    catalog.beforeChanges =
        () -> {
          catalog.beforeChanges = () -> {};
          require(tenant);
          catalog.put(tenant, Limits.NONE.with("connections", "1"));
        };
    placements.of(other);
    follow();
    assertThat(standings.of(tenant).queue().connections()).isEqualTo(1);
  }

  private void require(TenantId one) {
    try {
      placements.of(one);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.catalog.BudgetClaim;
import io.croft.catalog.BudgetShare;
import io.croft.catalog.Catalog;
import io.croft.catalog.Endpoint;
import io.croft.catalog.Limits;
import io.croft.catalog.Standing;
import io.croft.catalog.StandingChanges;
import io.croft.catalog.Tenant;
import io.croft.catalog.TenantStatus;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What happens between two questions to the catalog. */
final class StandingsRacesTest implements Catalog {

  private final FakeCatalog catalog = new FakeCatalog();
  private final Standings standings = new Standings(this);
  private final Placements placements = new Placements(this, standings, any -> {});
  private final TenantId tenant = TenantId.random();
  private final TenantId other = TenantId.random();
  private Runnable beforePlacement = () -> {};
  private Runnable beforeStanding = () -> {};
  private Runnable beforeChanges = () -> {};

  private static Placement at(TenantId tenant, long epoch) {
    return Placement.of(tenant, Isolation.SCHEMA, "one", epoch);
  }

  private void follow() {
    standings.follow(placements::forget);
  }

  @Test
  void aSuspensionWhileTheHomeIsAskedForHolds() throws SQLException {
    catalog.put(at(tenant, 1));
    beforePlacement =
        () -> {
          catalog.put(tenant, TenantStatus.SUSPENDED);
          follow();
        };
    placements.of(tenant);
    beforePlacement = () -> {};
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
    beforeStanding =
        () -> {
          beforeStanding = () -> {};
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
    beforeChanges =
        () -> {
          beforeChanges = () -> {};
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

  @Override
  public Optional<Tenant> tenant(TenantId id) {
    return catalog.tenant(id);
  }

  @Override
  public Optional<Tenant> tenant(Slug slug) {
    return catalog.tenant(slug);
  }

  @Override
  public Optional<Placement> placement(TenantId id) {
    beforePlacement.run();
    return catalog.placement(id);
  }

  @Override
  public Endpoint endpoint(String server) {
    return catalog.endpoint(server);
  }

  @Override
  public Optional<Placement> destination(TenantId id) {
    return catalog.destination(id);
  }

  @Override
  public Optional<Standing> standing(TenantId id) {
    beforeStanding.run();
    return catalog.standing(id);
  }

  @Override
  public StandingChanges changes(long since) {
    beforeChanges.run();
    return catalog.changes(since);
  }

  @Override
  public BudgetShare holdBudget(BudgetClaim claim) {
    return catalog.holdBudget(claim);
  }

  @Override
  public boolean releaseBudget(String server, UUID holder) {
    return catalog.releaseBudget(server, holder);
  }

  @Override
  public void close() {}
}

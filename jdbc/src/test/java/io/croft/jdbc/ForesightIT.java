package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.BudgetShare;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What waits at a fence finds connections at the home to which its tenant is taken. */
final class ForesightIT extends TenantsOnServers {

  private static final int THREADS = 6;

  @Override
  Isolation isolation() {
    return Isolation.SCHEMA;
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void connectionsAreThereBeforeTheTenantIs(Isolation target) throws Exception {
    HandMove move = HandMove.prepared(homeOfA, target, "two").fence(Duration.ofSeconds(30));
    catalog.move(move.to);
    try (Clients clients = new Clients(this, a, THREADS)) {
      await().until(() -> data.stats("two").idle() == 4);
      assertThat(clients.acknowledged).isEmpty();
      move.copyAndSwitch().open();
      catalog.put(move.to);
      await().until(() -> clients.acknowledged.size() >= THREADS * 4);
      clients.stop();
      assertThat(clients.errors).isEmpty();
      assertThat(bodiesOf(a)).containsExactlyInAnyOrderElementsOf(clients.acknowledged);
    }
    assertThat(data.stats("two").connecting()).isZero();
  }

  @Test
  void connectionsAreThereBeforeTheFenceWhereTheCatalogTellsInTime() throws Exception {
    HandMove move = HandMove.prepared(homeOfA, Isolation.SCHEMA, "two");
    try (Clients clients = new Clients(this, a, THREADS)) {
      await().until(() -> clients.acknowledged.size() >= THREADS);
      int used = data.stats("one").total();
      assertThat(data.stats("two").total()).isZero();
      catalog.arrive(move.to);
      await().until(() -> data.stats("two").idle() >= Math.min(2, used));
      assertThat(data.stats("two").total()).isLessThanOrEqualTo(THREADS);
      move.fence(Duration.ofSeconds(30)).copyAndSwitch().open();
      catalog.put(move.to);
      int before = clients.acknowledged.size();
      await().until(() -> clients.acknowledged.size() >= before + THREADS * 4);
      clients.stop();
      assertThat(clients.errors).isEmpty();
      assertThat(bodiesOf(a)).containsExactlyInAnyOrderElementsOf(clients.acknowledged);
    }
  }

  @Test
  void connectionsAreThereBesideThoseOfOthersWhereTheBudgetHasRoom() throws Exception {
    reopenWithBudget(20);
    // As much as is wished for, as where no other process needs it; 8 until somebody wishes.
    catalog.grants = claim -> new BudgetShare(Math.min(20, Math.max(8, claim.wished())), 20, 20);
    TenantId other = TenantId.random();
    catalog.put(Cluster.create(other, Isolation.SCHEMA, "two", 1));
    hold(other, THREADS, () -> {});
    assertThat(data.stats("two").idle()).isEqualTo(THREADS);
    HandMove move = HandMove.prepared(homeOfA, Isolation.SCHEMA, "two");
    hold(
        a,
        THREADS,
        () -> {
          catalog.arrive(move.to);
          await().until(() -> data.stats("two").idle() == 2 * THREADS);
        });
  }

  /** Does {@code meanwhile} while the tenant is in so many transactions. */
  private void hold(TenantId tenant, int transactions, Step meanwhile) throws SQLException {
    if (transactions == 0) {
      meanwhile.run();
      return;
    }
    as(
        tenant,
        connection -> {
          connection.setAutoCommit(false);
          assertThat(bodies(connection)).isEmpty();
          hold(tenant, transactions - 1, meanwhile);
          connection.rollback();
        });
  }

  @Test
  void nobodyIsPreparedForATenantThatNobodyUses() throws Exception {
    HandMove move = HandMove.prepared(homeOfA, Isolation.SCHEMA, "two");
    catalog.arrive(move.to);
    await().during(Duration.ofMillis(2500)).until(() -> data.stats("two").total() == 0);
  }

  @Test
  void nobodyLosesAConnectionForThem() throws Exception {
    reopenWithBudget(1);
    TenantId other = TenantId.random();
    catalog.put(Cluster.create(other, Isolation.SCHEMA, "two", 1));
    assertThat(bodiesOf(other)).isEmpty();
    HandMove move =
        HandMove.prepared(homeOfA, Isolation.SCHEMA, "two").fence(Duration.ofSeconds(30));
    catalog.move(move.to);
    try (Clients clients = new Clients(this, a, THREADS)) {
      await().until(() -> data.isClearing(a));
      await()
          .during(Duration.ofMillis(300))
          .until(() -> data.stats("two").total() == 1 && data.lanes("two") == 1);
      move.copyAndSwitch().open();
      await().until(() -> clients.acknowledged.size() >= THREADS);
      clients.stop();
      assertThat(clients.errors).isEmpty();
    }
  }

  @Test
  void aDestinationThatIsNotThereHarmsNobody() throws Exception {
    HandMove move =
        HandMove.prepared(homeOfA, Isolation.SCHEMA, "two").fence(Duration.ofSeconds(30));
    catalog.move(Placement.of(a, Isolation.DATABASE, "two", 99));
    try (Clients clients = new Clients(this, a, THREADS)) {
      await().until(() -> data.isClearing(a));
      move.copyAndSwitch().open();
      await().until(() -> clients.acknowledged.size() >= THREADS);
      clients.stop();
      assertThat(clients.errors).isEmpty();
    }
    assertThat(data.stats("two").permits()).isZero();
  }
}

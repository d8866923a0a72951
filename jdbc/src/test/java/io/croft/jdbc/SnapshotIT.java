package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The numbers of a data source are those of what was done with it. */
final class SnapshotIT extends TenantsOnServers {

  @Override
  Isolation isolation() {
    return Isolation.SCHEMA;
  }

  private Usage usage(TenantId tenant) {
    return data.snapshot(100).tenants().stream()
        .filter(one -> one.tenant().equals(tenant))
        .map(TenantSnapshot::usage)
        .findAny()
        .orElse(Usage.NONE);
  }

  private ServerSnapshot server() {
    return data.snapshot(0).servers().get(0);
  }

  @Test
  void knowsNothingBeforeTheFirstTransaction() {
    Snapshot snapshot = data.snapshot(10);
    assertThat(snapshot.servers()).isEmpty();
    assertThat(snapshot.tenants()).isEmpty();
    assertThat(snapshot.total()).isEqualTo(Usage.NONE);
    assertThat(snapshot.catalog()).isEqualTo(new CatalogSnapshot(true, 0, 0));
    assertThatThrownBy(() -> data.snapshot(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void countsTransactionsInWhateverWayTheyEnd() throws SQLException {
    write(a, "in autocommit");
    as(
        a,
        connection -> {
          connection.setAutoCommit(false);
          insert(connection, "first", "second");
          connection.commit();
          insert(connection, "third");
          connection.rollback();
          insert(connection, "fourth");
        });
    assertThatThrownBy(() -> write(a, "in autocommit"))
        .hasMessageContaining("note_tenant_id_body_key");
    Usage usage = usage(a);
    assertThat(usage.transactions()).isEqualTo(5);
    assertThat(usage.checkouts()).isEqualTo(5);
    assertThat(usage.errors()).containsOnly(Map.entry(ErrorKind.CONSTRAINT, 1L));
    assertThat(usage.held()).isPositive();
    assertThat(usage.waited()).isPositive();
    assertThat(usage(b)).isEqualTo(Usage.NONE);
  }

  @Test
  void countsTheSameInThePool() throws SQLException {
    TenantId pooled = TenantId.random();
    catalog.put(Cluster.create(pooled, Isolation.POOL, "one", 1));
    write(pooled, "in autocommit");
    assertThatThrownBy(() -> write(pooled, "in autocommit")).isInstanceOf(RuntimeException.class);
    as(
        pooled,
        connection -> {
          connection.setAutoCommit(false);
          assertThatThrownBy(() -> execute(connection, "SELEC 1")).isInstanceOf(SQLException.class);
          assertThatThrownBy(() -> execute(connection, "SELECT 1"))
              .isInstanceOf(SQLException.class);
        });
    Usage usage = usage(pooled);
    assertThat(usage.transactions()).isEqualTo(3);
    assertThat(usage.errors())
        .containsOnly(Map.entry(ErrorKind.CONSTRAINT, 1L), Map.entry(ErrorKind.PROGRAMMING, 2L));
  }

  @Test
  void countsAnErrorOfACursorAndNotTheUseOfAClosedHandle() throws SQLException {
    Connection connection = TenantScope.call(a, data::getConnection);
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.setFetchSize(1);
      String failing = "SELECT 1 / (2 - n) FROM generate_series(1, 2) n";
      try (var rows = TenantScope.call(a, () -> statement.executeQuery(failing))) {
        assertThat(rows.next()).isTrue();
        assertThatThrownBy(rows::next).isInstanceOf(SQLException.class);
      }
    }
    connection.close();
    assertThatThrownBy(connection::createStatement).isInstanceOf(SQLException.class);
    assertThat(usage(a).errors()).containsOnly(Map.entry(ErrorKind.PROGRAMMING, 1L));
  }

  @Test
  void tellsTheStateOfAServer() throws SQLException {
    try (Connection connection = TenantScope.call(a, data::getConnection)) {
      connection.setAutoCommit(false);
      stringsOf(a, connection, "SELECT 1");
      ServerSnapshot open = server();
      assertThat(open.server()).isEqualTo("one");
      assertThat(open.budget()).isEqualTo(10);
      assertThat(open.inUse()).isEqualTo(1);
      assertThat(open.idle() + open.connecting() + open.waiting()).isZero();
      assertThat(open.usage().held()).isPositive();
    }
    assertThat(server().inUse()).isZero();
    assertThat(server().idle()).isEqualTo(1);
    assertThat(server().logins()).isEqualTo(1);
    assertThat(server().barred()).isFalse();
  }

  @Test
  void countsConnectionsClosedToMakeRoom() throws SQLException {
    reopenWithBudget(1);
    bodiesOf(a);
    bodiesOf(b);
    bodiesOf(b);
    assertThat(server().evictions()).isEqualTo(1);
    assertThat(server().logins()).isEqualTo(2);
  }

  @Test
  void countsWhoWaitsInVain() throws SQLException {
    data.close();
    catalog.put(endpoint("one", 1));
    data = builder().connectionTimeout(Duration.ofMillis(200)).build();
    try (Connection connection = TenantScope.call(a, data::getConnection)) {
      connection.setAutoCommit(false);
      stringsOf(a, connection, "SELECT 1");
      assertThatThrownBy(() -> bodiesOf(b)).isInstanceOf(SQLException.class);
    }
    assertThat(usage(b).errors()).containsOnly(Map.entry(ErrorKind.TIMEOUT, 1L));
    assertThat(usage(b).waited()).isGreaterThanOrEqualTo(Duration.ofMillis(200));
    assertThat(usage(b).checkouts()).isZero();
  }

  @Test
  void tellsOfLoginsThatAreLeftAlone() throws SQLException {
    TenantId gone = TenantId.random();
    catalog.put(Placement.of(gone, Isolation.SCHEMA, "one", 1));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> bodiesOf(gone)).isInstanceOf(SQLException.class);
    }
    assertThat(server().barredLogins()).isEqualTo(1);
    assertThat(server().failedLogins()).isEqualTo(3);
    assertThat(server().barred()).isFalse();
    assertThat(usage(gone).errors()).containsOnly(Map.entry(ErrorKind.PERMISSION, 3L));
  }

  @Test
  void countsStrangersTogether() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> bodiesOf(TenantId.random())).isInstanceOf(SQLException.class);
    }
    Snapshot snapshot = data.snapshot(10);
    assertThat(snapshot.tenants()).isEmpty();
    assertThat(snapshot.other().errors()).containsOnly(Map.entry(ErrorKind.PERMISSION, 3L));
  }

  @Test
  void addsUpWhateverIsListed() throws SQLException {
    for (int i = 0; i < 5; i++) {
      bodiesOf(a);
    }
    bodiesOf(b);
    Usage all = data.snapshot(0).other();
    Snapshot one = data.snapshot(1);
    assertThat(one.tenants()).hasSize(1);
    assertThat(one.total()).isEqualTo(all);
    assertThat(data.snapshot(2).other()).isEqualTo(Usage.NONE);
    assertThat(data.snapshot(2).total()).isEqualTo(all);
  }

  @Test
  void followsATenantToAnotherServer() throws SQLException {
    write(a, "before");
    HandMove move =
        HandMove.prepared(homeOfA, Isolation.SCHEMA, "two")
            .fence(Duration.ofMinutes(1))
            .copyAndSwitch();
    move.open();
    catalog.put(move.to);
    write(a, "after");
    Snapshot snapshot = data.snapshot(10);
    assertThat(snapshot.tenants()).hasSize(1);
    assertThat(usage(a).transactions()).as("one may count in both homes").isBetween(2L, 3L);
    assertThat(usage(a).checkouts()).as("the way to the new home included").isGreaterThan(2);
    assertThat(usage(a).errors()).isEmpty();
    assertThat(snapshot.servers()).extracting(ServerSnapshot::server).containsExactly("one", "two");
  }
}

package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.Endpoint;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Tenants of all three isolations at once, through one data source: threads go from tenant to
 * tenant, read, write, and are ended in the middle of a query, on far fewer connections than
 * threads.
 */
abstract class MixtureContract extends TenantsOnServers {

  private static final int THREADS = 8;
  private static final int TENANTS_OF_EACH = 2;
  private static final Duration DURATION = Duration.ofSeconds(2);

  private final List<Placement> homes = new ArrayList<>();

  @Override
  final Isolation isolation() {
    return Isolation.POOL;
  }

  /** Returns where the mixture's clients reach server "one". */
  abstract Endpoint way();

  @Test
  void everyRowBelongsToTheTenantInScope() throws Exception {
    for (Isolation isolation : Isolation.values()) {
      for (int i = 0; i < TENANTS_OF_EACH; i++) {
        homes.add(Cluster.create(TenantId.random(), isolation, "one", 1));
      }
    }
    homes.forEach(catalog::put);
    data.close();
    catalog.put(way());
    // No connection exists yet: first use and growth are part of it.
    data = builder().build();
    Map<String, Set<String>> usersOfBackend = new ConcurrentHashMap<>();
    List<MixtureClient> clients = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    List<Future<?>> running = new ArrayList<>();
    try {
      for (int i = 0; i < THREADS; i++) {
        MixtureClient client = new MixtureClient(this, homes, usersOfBackend, i);
        clients.add(client);
        running.add(threads.submit(client));
      }
      await()
          .pollDelay(DURATION)
          .atMost(Duration.ofSeconds(60))
          .until(
              () ->
                  running.stream().anyMatch(Future::isDone)
                      || clients.stream().allMatch(MixtureClient::hasDoneAll));
    } finally {
      clients.forEach(MixtureClient::stop);
      threads.shutdown();
      assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }
    for (Future<?> one : running) {
      one.get();
    }
    assertNoBackendServedTwoLogins(usersOfBackend);
    assertEveryWriteIsThere(clients);
  }

  private void assertNoBackendServedTwoLogins(Map<String, Set<String>> usersOfBackend) {
    assertThat(usersOfBackend.values()).allSatisfy(users -> assertThat(users).hasSize(1));
    Set<String> logins = ConcurrentHashMap.newKeySet();
    usersOfBackend.values().forEach(logins::addAll);
    assertThat(logins).hasSize(1 + 2 * TENANTS_OF_EACH);
  }

  private void assertEveryWriteIsThere(List<MixtureClient> clients) throws SQLException {
    for (Placement home : homes) {
      List<String> written = new ArrayList<>();
      clients.forEach(client -> written.addAll(client.writtenBy(home.tenant())));
      try (Connection admin = Cluster.admin(home)) {
        String table = "\"" + home.schema() + "\".note";
        List<String> there =
            strings(
                admin, "SELECT body FROM " + table + " WHERE tenant_id = '" + home.tenant() + "'");
        assertThat(there).containsExactlyInAnyOrderElementsOf(written).isNotEmpty();
      }
    }
  }
}

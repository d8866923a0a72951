package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.sun.management.OperatingSystemMXBean;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many more threads than connections, where a waiting thread must cost nothing. */
final class VirtualThreadsIT extends TenantsOnServers {

  private static final int THREADS = 2_000;
  private static final int TENANTS = 40;

  @Override
  Isolation isolation() {
    return Isolation.POOL;
  }

  @Test
  void letsTwoThousandVirtualThreadsWaitForEightConnections() throws Exception {
    assumeThat(Runtime.version().feature()).as("virtual threads").isGreaterThanOrEqualTo(21);
    data.close();
    catalog.put(endpoint("one", 8));
    data = builder().connectionTimeout(Duration.ofMinutes(2)).build();
    List<TenantId> tenants = new ArrayList<>();
    for (int i = 0; i < TENANTS; i++) {
      TenantId tenant = TenantId.random();
      catalog.put(Cluster.create(tenant, Isolation.POOL, "one", 1));
      tenants.add(tenant);
    }
    List<Connection> held = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Connection connection = TenantScope.call(tenants.get(i), data::getConnection);
      connection.setAutoCommit(false);
      stringsOf(tenants.get(i), connection, "SELECT 1");
      held.add(connection);
    }
    ExecutorService threads =
        (ExecutorService) Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
    List<Future<List<String>>> all = new ArrayList<>();
    for (int i = 0; i < THREADS; i++) {
      TenantId tenant = tenants.get(i % TENANTS);
      all.add(threads.submit(() -> bodiesOf(tenant)));
    }
    await().atMost(Duration.ofMinutes(1)).until(() -> data.stats("one").waiting() == THREADS);
    assertThat(cpuMillisOfThreeSeconds()).as("CPU spent on waiting").isLessThan(600);
    for (Connection connection : held) {
      connection.close();
    }
    for (Future<List<String>> one : all) {
      assertThat(one.get(2, TimeUnit.MINUTES)).isEmpty();
    }
    threads.shutdown();
    assertThat(data.stats("one").permits()).isZero();
    assertThat(data.stats("one").waiting()).isZero();
    assertThat(data.stats("one").total()).isLessThanOrEqualTo(8);
  }

  private static long cpuMillisOfThreeSeconds() {
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    // What started the threads may still be compiled.
    await().pollDelay(Duration.ofSeconds(2)).until(() -> true);
    long before = process.getProcessCpuTime();
    await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
    return TimeUnit.NANOSECONDS.toMillis(process.getProcessCpuTime() - before);
  }
}

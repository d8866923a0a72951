package io.croft.spring;

import io.croft.jdbc.CroftDataSource;
import io.croft.jdbc.ServerSnapshot;
import io.croft.jdbc.Snapshot;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * How this process reaches its tenants, from what their requests have met: it asks no server. It is
 * down when it is left without any server. One server that does not answer takes no process out of
 * service, which serves the tenants of all others; nor does the catalog, without which a process
 * serves the tenants that it knows.
 */
final class CroftHealth extends AbstractHealthIndicator {

  private final CroftDataSource source;

  CroftHealth(CroftDataSource source) {
    super("the state of Croft could not be told");
    this.source = source;
  }

  @Override
  protected void doHealthCheck(Health.Builder health) {
    Snapshot now = source.snapshot(0);
    List<ServerSnapshot> servers = now.servers();
    boolean lost = !servers.isEmpty() && servers.stream().allMatch(ServerSnapshot::barred);
    Map<String, String> each =
        servers.stream()
            .collect(Collectors.toMap(ServerSnapshot::server, server -> word(!server.barred())));
    (lost ? health.down() : health.up())
        .withDetail("catalog", word(now.catalog().reachable()))
        .withDetail("servers", each);
  }

  private static String word(boolean reachable) {
    return reachable ? "reachable" : "unreachable";
  }
}

package io.croft.move;

import io.croft.catalog.CatalogAddress;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.testbed.TestFleet;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Records what becomes of one tenant from now on, in the words of the servers and of the catalog:
 * each is read from its write-ahead log, in which the order of the commits is exact. No process
 * that takes part knows of it. For tenants of the pool or with a schema, that have no entry yet.
 */
final class MoveRecorder implements AutoCloseable {

  private final TestFleet fleet;
  private final Placement first;
  private final MoveMode mode;
  private final Map<String, WalLog> servers = new LinkedHashMap<>();
  private final WalLog catalog;

  MoveRecorder(TestFleet fleet, TenantId tenant, MoveMode mode) throws SQLException {
    this.fleet = fleet;
    this.mode = mode;
    this.first = fleet.catalog().placement(tenant).orElseThrow();
    for (String server : List.of(TestFleet.EU, TestFleet.US)) {
      servers.put(server, new WalLog(fleet.server(server).connect(Placement.SHARED_DATABASE)));
    }
    CatalogAddress address = fleet.address();
    catalog =
        new WalLog(
            DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password()));
  }

  /** Returns what has happened until now. */
  MoveTrace trace() throws SQLException {
    TracedAttempts attempts = new TracedAttempts(mode);
    TracedCatalog moves = new TracedCatalog(fleet.catalog(), first, mode, attempts);
    List<List<TraceEntry>> logs = new ArrayList<>();
    logs.add(moves.read(catalog.transactions()));
    List<List<TracedHomes.Raw>> raws = new ArrayList<>();
    Map<TraceEntry.Side, Integer> logOf = new EnumMap<>(TraceEntry.Side.class);
    for (Map.Entry<String, WalLog> server : servers.entrySet()) {
      TracedHomes homes = new TracedHomes(moves.homes(), first.tenant().toString(), mode, attempts);
      for (TracedHome home : moves.homes().values()) {
        if (home.placement().server().equals(server.getKey())) {
          logOf.put(home.side(), raws.size() + 2);
          if (home.placement().equals(first)) {
            homes.beginning(home);
          }
        }
      }
      raws.add(homes.read(server.getValue().transactions()));
    }
    TracedWrites writes = new TracedWrites(raws);
    raws.forEach(raw -> logs.add(writes.counted(raw)));
    return new MoveTrace(mode, logs, logOf, attempts.count(), attempts.tries(), writes.ids());
  }

  @Override
  public void close() throws SQLException {
    for (WalLog server : servers.values()) {
      server.close();
    }
    catalog.close();
  }
}

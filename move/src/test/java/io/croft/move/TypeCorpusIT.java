package io.croft.move;

import static io.croft.core.Isolation.POOL;
import static io.croft.testbed.TestFleet.EU;
import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.testbed.TestFleet;
import java.sql.SQLException;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every value of every type arrives as it was, byte by byte, while the tenant goes on writing. */
class TypeCorpusIT {

  private static TestFleet fleet;

  @BeforeAll
  static void start() {
    fleet = TestFleet.start(TypeCorpus.newest());
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @Test
  void isStreamedThroughEveryPairOfHomes() throws SQLException {
    new CorpusTour(fleet).run(POOL, EU, MoveMode.STREAMED, CorpusTour.EVERY_PAIR);
  }

  @Test
  void isCopiedUnderAFenceThroughEveryHome() throws SQLException {
    new CorpusTour(fleet).run(POOL, EU, MoveMode.FENCED_COPY, CorpusTour.EVERY_HOME);
  }

  @Test
  void leavesOutNoTypeButForAReason() throws SQLException {
    TenantId tenant = fleet.tenant(POOL, EU);
    TypeCorpus.fill(fleet, tenant);
    Placement home = fleet.catalog().placement(tenant).orElseThrow();
    Set<String> missing = TypesOfServer.all(fleet, home);
    missing.removeAll(TypesOfServer.held(fleet, home));
    assertThat(missing).containsExactlyInAnyOrderElementsOf(TypesOfServer.LEFT_OUT.keySet());
  }
}

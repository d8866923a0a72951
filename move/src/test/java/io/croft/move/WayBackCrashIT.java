package io.croft.move;

import static io.croft.core.Isolation.DATABASE;
import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;
import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.Operation;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The process that makes or takes a way back is killed; another one goes on. */
class WayBackCrashIT {

  private final MoveFixture moves = new MoveFixture();

  @TempDir private Path directory;

  private Operation away(TenantId tenant, Isolation to) {
    return moves.mover.start(MoveOrder.of(tenant, to, US).withWayBack(Duration.ofHours(1)), "test");
  }

  private MoveResult resume(Operation operation) {
    return new Resumption(moves, operation).run().orElseThrow();
  }

  private Operation operation(UUID id) {
    return moves.fleet.catalog().operations().operation(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "returnable.before",
        "returnable.after",
        "returnable.recorded",
        "switched.after",
        "kept.before",
        "kept.after",
        "kept.recorded"
      })
  void isMadeAllTheSame(String failpoint) throws Exception {
    TenantId tenant = moves.filledTenant(SCHEMA, EU, 5, 10);
    Operation there = away(tenant, POOL);
    MoverProcess.killAt(moves.fleet, there, failpoint, directory);
    Route route = Route.of(tenant, there.spec());
    if (OpenHomes.of(moves.fleet, route).contains(moves.placement(tenant))) {
      moves.addEntry(tenant);
    }
    UUID back = resume(there).wayBack().orElseThrow();
    assertThat(moves.placement(tenant).summary()).isEqualTo("pool@us-1");
    moves.addEntry(tenant);
    requireBringsHome(tenant, operation(back));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "adopted.before",
        "adopted.after",
        "adopted.recorded",
        "caught_up.after",
        "verified.after",
        "fenced.after",
        "switched.before",
        "switched.after",
        "opened.after",
        "followed.after",
        "cleaned.before",
        "cleaned.after"
      })
  void isTakenAllTheSame(String failpoint) throws Exception {
    TenantId tenant = moves.filledTenant(SCHEMA, EU, 5, 10);
    UUID back = resume(away(tenant, DATABASE)).wayBack().orElseThrow();
    moves.addEntry(tenant);
    moves.mover.cutover(back, null, "test");
    MoverProcess.killAt(moves.fleet, operation(back), failpoint, directory);
    requireBringsHome(tenant, operation(back));
  }

  private void requireBringsHome(TenantId tenant, Operation back) throws Exception {
    Route route = Route.of(tenant, back.spec());
    boolean open = moves.placement(tenant).equals(route.from()) && !hasSwitched(route);
    if (open) {
      moves.addEntry(tenant);
    }
    List<String> rows = LedgerRows.all(moves.fleet, hasSwitched(route) ? route.to() : route.from());
    if (!back.notes().containsKey("cutover")) {
      moves.mover.cutover(back.id(), null, "test");
    }
    MoveResult result = resume(back);
    assertThat(result.to().summary()).isEqualTo("schema@eu-1");
    assertThat(LedgerRows.all(moves.fleet, result.to())).isEqualTo(rows);
    assertThat(moves.addEntry(tenant)).isPositive();
    assertThat(LeftOvers.of(moves.fleet, route.from())).isEmpty();
    assertThat(LeftOvers.ofStreams(moves.fleet, EU)).isEmpty();
    assertThat(LeftOvers.ofStreams(moves.fleet, US)).isEmpty();
  }

  /** The old home of the way back has let the tenant go, or is removed already. */
  private boolean hasSwitched(Route route) throws Exception {
    return !OpenHomes.of(moves.fleet, route).contains(route.from());
  }
}

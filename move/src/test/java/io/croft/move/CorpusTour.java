package io.croft.move;

import static io.croft.core.Isolation.DATABASE;
import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;
import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.Operation;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.testbed.TestFleet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Takes a tenant with the corpus from home to home while it works, and compares its bytes. */
final class CorpusTour {

  record Hop(Isolation isolation, String server) {}

  /** Together with the start in eu-1's pool: every ordered pair, on one server and across. */
  static final List<Hop> EVERY_PAIR =
      List.of(
          new Hop(POOL, US),
          new Hop(SCHEMA, US),
          new Hop(SCHEMA, EU),
          new Hop(DATABASE, EU),
          new Hop(DATABASE, US),
          new Hop(POOL, EU),
          new Hop(DATABASE, US),
          new Hop(SCHEMA, EU),
          new Hop(POOL, EU));

  /** Together with that start: each isolation is left for another server, and come to. */
  static final List<Hop> EVERY_HOME =
      List.of(new Hop(SCHEMA, US), new Hop(DATABASE, EU), new Hop(POOL, US));

  private final TestFleet fleet;
  private final Mover mover;

  CorpusTour(TestFleet fleet) {
    this.fleet = fleet;
    this.mover = new Mover(fleet.catalog(), fleet.secret(), fleet.homes(), MoveFixture.PATIENT);
  }

  /** Fills a tenant and moves it through {@code hops}; it works while its rows are copied. */
  void run(Isolation first, String server, MoveMode mode, List<Hop> hops) throws SQLException {
    TenantId tenant = fleet.tenant(first, server);
    TypeCorpus.fill(fleet, tenant);
    assertThat(BinaryRows.of(fleet, placement(tenant))).hasSizeGreaterThan(500);
    for (Hop hop : hops) {
      Map<String, String> old = move(tenant, hop, mode);
      assertThat(placement(tenant).summary()).isEqualTo(hop.isolation() + "@" + hop.server());
      assertThat(BinaryRows.differences(old, BinaryRows.of(fleet, placement(tenant))))
          .as("columns that differ after " + hop)
          .isEmpty();
    }
  }

  /** Returns what the old home held when the tenant had written last. */
  private Map<String, String> move(TenantId tenant, Hop hop, MoveMode mode) {
    Operation operation = mover.start(tenant, hop.isolation(), hop.server(), mode, "test");
    Map<String, String> old = new HashMap<>();
    mover.run(
        operation.id(),
        "test",
        (step, detail) -> {
          // Under the fence of a fenced copy nobody writes any more.
          if (step == MoveStep.COPIED || (step == MoveStep.VERIFIED && mode == MoveMode.STREAMED)) {
            TypeCorpus.change(fleet, tenant);
            old.clear();
            old.putAll(read(placement(tenant)));
          }
        });
    return old;
  }

  private Map<String, String> read(Placement home) {
    try {
      return BinaryRows.of(fleet, home);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private Placement placement(TenantId tenant) {
    return fleet.catalog().placement(tenant).orElseThrow();
  }
}

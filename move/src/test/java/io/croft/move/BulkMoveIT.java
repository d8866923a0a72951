package io.croft.move;

import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;
import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.catalog.Limits;
import io.croft.catalog.NewTenant;
import io.croft.catalog.Operation;
import io.croft.catalog.OperationFilter;
import io.croft.catalog.OperationState;
import io.croft.catalog.Plan;
import io.croft.catalog.Step;
import io.croft.core.CroftException;
import io.croft.core.Isolation;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import io.croft.move.BulkItem.Outcome;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BulkMoveIT {

  private static final AtomicInteger PLANS = new AtomicInteger();
  private static final BulkTarget TO_SCHEMAS = new BulkTarget(SCHEMA, US, null);

  private final MoveFixture moves = new MoveFixture();
  private final Mover mover =
      moves.mover(
          MoveFixture.PATIENT.withPatience(Duration.ofSeconds(1)).withHold(CrashingMover.HOLD));

  /** A plan of its own for each test: they share the servers. */
  private final String plan = "bulk-" + PLANS.incrementAndGet();

  @TempDir private Path directory = Path.of("");

  private List<TenantId> tenants(int number, Isolation isolation, String server) {
    moves
        .fleet
        .catalog()
        .savePlan(
            new Plan(plan, POOL, EnumSet.allOf(Isolation.class), Set.of(), Limits.NONE), "test");
    List<TenantId> tenants = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      tenants.add(
          moves
              .fleet
              .provisioning()
              .provision(
                  NewTenant.of(Slug.of(plan + "-t" + i), "T", plan),
                  Optional.of(isolation),
                  Optional.of(server),
                  "test")
              .id());
    }
    return tenants;
  }

  private BulkMove bulk(Mover by) {
    return new BulkMove(
        moves.fleet.catalog(), by, new BulkFilter(plan, null, Map.of(), null), TO_SCHEMAS);
  }

  private static BulkReport run(BulkMove bulk, int limit, int atOnce, String worker) {
    return bulk.run(limit, atOnce, worker, () -> false, item -> {});
  }

  private List<Operation> operations(TenantId tenant) {
    return moves.fleet.catalog().operations().list(OperationFilter.of(tenant));
  }

  @Test
  void movesEveryTenantOfTheFilterAndNoMoreAtOnceThanAllowed() {
    List<TenantId> tenants = tenants(5, POOL, EU);
    TenantId other = moves.fleet.tenant(POOL, EU);

    assertThat(bulk(mover).preview(3)).hasSize(3).allMatch(i -> i.outcome() == Outcome.PLANNED);
    BulkReport report = run(bulk(mover), 100, 2, "test");

    assertThat(report.count(Outcome.MOVED)).isEqualTo(5);
    assertThat(report.items()).hasSize(5);
    assertThat(report.movesPerMinute()).isPresent();
    assertThat(report.longestPause()).isPresent();
    assertThat(tenants)
        .allSatisfy(t -> assertThat(moves.placement(t).summary()).isEqualTo("schema@us-1"));
    assertThat(moves.placement(other).summary()).isEqualTo("pool@eu-1");
    assertThat(mostAtOnce(tenants)).isEqualTo(2);
    assertThat(run(bulk(mover), 100, 2, "test").count(Outcome.THERE)).isEqualTo(5);
  }

  private long mostAtOnce(List<TenantId> tenants) {
    List<Operation> all = tenants.stream().flatMap(t -> operations(t).stream()).toList();
    return all.stream()
        .mapToLong(one -> all.stream().filter(o -> within(begun(one), begun(o), ended(o))).count())
        .max()
        .orElseThrow();
  }

  private static boolean within(Instant time, Instant from, Instant until) {
    return !time.isBefore(from) && time.isBefore(until);
  }

  private Instant begun(Operation operation) {
    return moves.fleet.catalog().operations().steps(operation.id()).stream()
        .map(Step::started)
        .filter(Objects::nonNull)
        .min(Instant::compareTo)
        .orElseThrow();
  }

  private static Instant ended(Operation operation) {
    return Objects.requireNonNull(operation.ended());
  }

  @Test
  void aTenantWhoseMoveFailsDoesNotStopTheOthersAndIsTakenUpByTheNextRun() throws Exception {
    List<TenantId> tenants = tenants(3, POOL, EU);
    try (Connection inside = TenantSession.open(moves.fleet, moves.placement(tenants.get(0)))) {
      BulkReport report = run(bulk(mover), 100, 1, "test");
      assertThat(report.count(Outcome.MOVED)).isEqualTo(2);
      assertThat(report.items())
          .filteredOn(item -> item.outcome() == Outcome.FAILED)
          .singleElement()
          .satisfies(item -> assertThat(item.tenant().id()).isEqualTo(tenants.get(0)))
          .satisfies(item -> assertThat(item.reason()).startsWith("tenant-busy: "));
      inside.commit();
    }

    assertThat(run(bulk(mover), 100, 1, "test").count(Outcome.MOVED)).isEqualTo(1);
    assertThat(operations(tenants.get(0))).as("the same move").hasSize(1);
  }

  @Test
  void twoProcessesShareTheTenantsAndMoveNoneTwice() throws Exception {
    List<TenantId> tenants = tenants(8, POOL, EU);
    Mover other = moves.mover(MoveFixture.PATIENT);

    CompletableFuture<BulkReport> first =
        CompletableFuture.supplyAsync(() -> run(bulk(mover), 100, 1, "first"));
    BulkReport second = run(bulk(other), 100, 1, "second");
    List<BulkItem> all = new ArrayList<>(second.items());
    all.addAll(first.get(1, TimeUnit.MINUTES).items());

    assertThat(all)
        .filteredOn(item -> item.outcome() == Outcome.MOVED)
        .extracting(item -> item.tenant().id())
        .containsExactlyInAnyOrderElementsOf(tenants);
    assertThat(all)
        .extracting(BulkItem::outcome)
        .isSubsetOf(Outcome.MOVED, Outcome.MOVED_ELSEWHERE, Outcome.THERE);
    assertThat(second.count(Outcome.MOVED)).isBetween(1L, 7L);
    assertThat(tenants).allSatisfy(t -> assertThat(operations(t)).hasSize(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fenced.after", "followed.after"})
  void whatAKilledProcessHasLeftIsFinishedByTheNextRun(String failpoint) throws Exception {
    List<TenantId> tenants = tenants(3, POOL, EU);
    Process process = CrashingBulk.start(moves.fleet, directory, failpoint, plan);
    assertThat(process.waitFor(90, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(137);

    BulkMove byPlace =
        new BulkMove(
            moves.fleet.catalog(), mover, new BulkFilter(plan, EU, Map.of(), POOL), TO_SCHEMAS);
    BulkReport report = run(byPlace, 100, 2, "test");

    assertThat(report.count(Outcome.MOVED)).isEqualTo(3);
    assertThat(tenants)
        .allSatisfy(t -> assertThat(moves.placement(t).summary()).isEqualTo("schema@us-1"))
        .allSatisfy(
            t ->
                assertThat(operations(t))
                    .singleElement()
                    .satisfies(o -> assertThat(o.state()).isEqualTo(OperationState.DONE)));
  }

  @Test
  void aProcessThatIsToEndGivesItsMoveBackAndBeginsNoOther() throws Exception {
    TenantId tenant = tenants(2, POOL, EU).get(0);
    AtomicBoolean ending = new AtomicBoolean();
    Operation move = mover.start(tenant, SCHEMA, US, MoveMode.STREAMED, "test");
    MoveListener told = (step, detail) -> ending.set(step == MoveStep.COPIED || ending.get());

    assertThat(mover.run(move.id(), "test", told, ending::get)).isEmpty();

    Operation left = moves.fleet.catalog().operations().operation(move.id());
    assertThat(left.state()).isEqualTo(OperationState.PENDING);
    assertThat(LeftOvers.of(moves.fleet, Route.of(tenant, move.spec()).to())).isEmpty();
    assertThat(LeftOvers.ofStreams(moves.fleet, EU)).isEmpty();
    try (Connection session = TenantSession.open(moves.fleet, moves.placement(tenant))) {
      LedgerRows.fill(session, 1, 1);
      session.commit();
    }
    assertThat(bulk(mover).run(9, 1, "test", ending::get, item -> {}).items()).isEmpty();
    assertThat(mover.run(move.id(), "test", MoveListener.NONE)).isPresent();
  }

  @Test
  void looksBeforeItMovesAndRefusesWhatCannotBe() {
    List<TenantId> tenants = tenants(2, POOL, EU);
    Operation elsewhere = mover.start(tenants.get(0), Isolation.DATABASE, EU, "test");
    assertThat(bulk(mover).preview(9))
        .extracting(BulkItem::outcome)
        .containsExactly(Outcome.REFUSED, Outcome.PLANNED);
    assertThat(bulk(mover).preview(9).get(0).reason())
        .startsWith("operation-in-progress: ")
        .contains(elsewhere.id().toString());
    assertThat(operations(tenants.get(1))).isEmpty();

    assertThatThrownBy(() -> new BulkFilter(null, null, Map.of(), null))
        .isInstanceOf(CroftException.class)
        .hasMessageContaining("every tenant");
    assertThatThrownBy(() -> new BulkTarget(null, null, null)).isInstanceOf(CroftException.class);
    BulkFilter labelled = new BulkFilter(plan, null, Map.of("disk", "slow"), null);
    assertThat(new BulkMove(moves.fleet.catalog(), mover, labelled, TO_SCHEMAS).preview(9))
        .as("no server has that label")
        .isEmpty();
  }
}

package io.croft.catalog;

import static io.croft.catalog.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OperationsIT {

  private static final Duration LEASE = Duration.ofMinutes(5);

  private CatalogAddress address;
  private ControlCatalog catalog;
  private Operations operations;
  private TenantId acme;
  private TenantId globex;

  @BeforeEach
  void open() {
    address = Catalogs.freshCatalog();
    catalog = ControlCatalog.open(address, Catalogs.SECRET);
    operations = catalog.operations();
    catalog.addServer(Catalogs.server("eu-1", "eu"), "ada");
    acme = tenant("acme");
    globex = tenant("globex");
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void keepsAnOperationAsItWasGiven() {
    NewOperation wanted =
        NewOperation.of(
            OperationKind.MOVE, acme, Map.of("isolation", "schema"), List.of("fence", "copy"));

    Operation created = operations.create(wanted, "ada");

    assertThat(created.state()).isEqualTo(OperationState.PENDING);
    assertThat(created.spec()).isEqualTo(Map.of("isolation", "schema"));
    assertThat(operations.operation(wanted.id())).isEqualTo(created);
    assertThat(operations.active(acme)).contains(created);
    assertThat(operations.active(globex)).isEmpty();
    assertThat(operations.create(wanted, "ada")).as("again").isEqualTo(created);
    assertThat(operations.steps(wanted.id()))
        .extracting(Step::name, Step::state)
        .containsExactly(tuple("fence", StepState.PENDING), tuple("copy", StepState.PENDING));
    assertRefused(ErrorCode.OPERATION_UNKNOWN, () -> operations.operation(UUID.randomUUID()));
    assertRefused(ErrorCode.TENANT_UNKNOWN, () -> create(TenantId.random()));
  }

  @Test
  void refusesASecondOperationOfATenantUntilTheFirstHasEnded() {
    Operation first = create(acme);
    assertRefused(ErrorCode.OPERATION_IN_PROGRESS, () -> create(acme))
        .hasMessageContaining(acme.toString())
        .hasMessageContaining(first.id().toString());
    create(globex);

    Claim claim = claim(first);
    assertRefused(ErrorCode.OPERATION_IN_PROGRESS, () -> create(acme));
    operations.finish(claim, OperationState.DONE, null);

    assertThat(create(acme).state()).isEqualTo(OperationState.PENDING);
    assertThat(operations.list(OperationFilter.of(acme))).hasSize(2);
  }

  @Test
  void recordsStepByStepWhatAWorkerDoes() {
    Operation created = create(acme);
    Claim claim = claim(created);

    operations.begin(claim, "fence");
    operations.end(claim, "fence", StepState.DONE, "held 3 ms");
    operations.begin(claim, "copy");
    operations.note(claim, Map.of("a", "1", "b", "2"));
    operations.note(claim, Map.of("b", "3"));
    operations.begin(claim, "undo-copy");
    Operation done = operations.finish(claim, OperationState.DONE, "10 rows");

    assertThat(done.state()).isEqualTo(OperationState.DONE);
    assertThat(done.step()).isEqualTo("undo-copy");
    assertThat(done.detail()).isEqualTo("10 rows");
    assertThat(done.notes()).isEqualTo(Map.of("a", "1", "b", "3"));
    assertThat(done.ended()).isNotNull();
    assertThat(operations.steps(created.id()))
        .extracting(Step::name, Step::state, Step::detail)
        .containsExactly(
            tuple("fence", StepState.DONE, "held 3 ms"),
            tuple("copy", StepState.DONE, null),
            tuple("clean", StepState.SKIPPED, null),
            tuple("undo-copy", StepState.DONE, null));
    assertThatThrownBy(() -> operations.end(claim(create(globex)), "no-such", StepState.DONE, null))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void letsOneOfManyWorkersClaimAnOperation() throws InterruptedException {
    Operation created = create(acme);
    List<Callable<Optional<Claim>>> workers =
        IntStream.range(0, 6)
            .mapToObj(
                i ->
                    (Callable<Optional<Claim>>)
                        () -> operations.claim(created.id(), "worker-" + i, LEASE))
            .toList();

    List<Race.Result<Optional<Claim>>> results = Race.run(workers);

    assertThat(results).allSatisfy(r -> assertThat(r.error()).isNull());
    assertThat(results).filteredOn(r -> r.value().isPresent()).hasSize(1);
  }

  @Test
  void givesEachWorkerAnOperationOfItsOwn() throws InterruptedException {
    create(acme);
    create(globex);
    Callable<Optional<Claim>> next =
        () -> operations.claimNext(OperationKind.MOVE, "worker", LEASE);

    List<Race.Result<Optional<Claim>>> results = Race.run(List.of(next, next, next));

    assertThat(results)
        .flatExtracting(r -> r.value().map(Claim::id).stream().toList())
        .hasSize(2)
        .doesNotHaveDuplicates();
    assertThat(operations.claimNext(OperationKind.PROVISION, "worker", LEASE)).isEmpty();
  }

  @Test
  void refusesEveryUpdateOfAZombie() {
    Operation created = create(acme);
    Claim zombie = claim(created);
    endLease(created);
    Claim heir = operations.claim(created.id(), "heir", LEASE).orElseThrow();
    Operation before = operations.operation(created.id());

    assertThat(heir.attempt()).isGreaterThan(zombie.attempt());
    List<ThrowingCallable> updates =
        List.of(
            () -> operations.heartbeat(zombie, LEASE),
            () -> operations.note(zombie, Map.of("a", "1")),
            () -> operations.begin(zombie, "fence"),
            () -> operations.end(zombie, "fence", StepState.DONE, null),
            () -> operations.finish(zombie, OperationState.DONE, null),
            () -> operations.release(zombie));
    assertThat(updates)
        .allSatisfy(
            update -> assertRefused(ErrorCode.OPERATION_LOST, update).hasMessageContaining("heir"));
    assertThat(operations.operation(created.id())).isEqualTo(before);
    assertThat(operations.steps(created.id())).allMatch(s -> s.state() == StepState.PENDING);

    operations.finish(heir, OperationState.DONE, null);
    assertRefused(ErrorCode.OPERATION_LOST, () -> operations.heartbeat(zombie, LEASE));
    assertRefused(ErrorCode.OPERATION_ENDED, () -> operations.heartbeat(heir, LEASE));
  }

  @Test
  void keepsAnOperationFromOthersAsLongAsItsWorkerShowsLife() {
    Operation created = create(acme);
    Claim claim = claim(created);
    endLease(created);

    Operation alive = operations.heartbeat(claim, LEASE);

    assertThat(alive.claimedUntil()).isAfter(created.created().plus(LEASE.minusMinutes(1)));
    assertThat(operations.claim(created.id(), "other", LEASE)).isEmpty();
    assertThat(operations.claimNext(OperationKind.MOVE, "other", LEASE)).isEmpty();
  }

  @Test
  void tellsHowFarItsWorkerIsAndWhetherItLives() {
    Operation created = create(acme);
    assertThat(created.driven()).as("nobody has begun").isFalse();
    Claim claim = claim(created);

    operations.heartbeat(claim, LEASE, Map.of("rows", "1", "left", "9"));
    operations.heartbeat(claim, LEASE, Map.of("rows", "2"));
    operations.heartbeat(claim, LEASE);

    Operation running = operations.operation(created.id());
    assertThat(running.progress()).isEqualTo(Map.of("rows", "2"));
    assertThat(running.driven()).isTrue();
    endLease(created);
    assertThat(operations.operation(created.id()).driven()).as("its worker is silent").isFalse();
    assertThat(claim(created).operation().progress()).as("of the next worker").isEmpty();
    assertRefused(
        ErrorCode.OPERATION_LOST, () -> operations.heartbeat(claim, LEASE, Map.of("rows", "3")));
  }

  @Test
  void givesAReleasedOperationToTheNextWorker() {
    Operation created = create(acme);
    Claim first = claim(created);

    operations.release(first);

    assertRefused(ErrorCode.OPERATION_LOST, () -> operations.heartbeat(first, LEASE));
    assertThat(operations.claimNext(OperationKind.MOVE, "other", LEASE).orElseThrow().id())
        .isEqualTo(created.id());
  }

  @Test
  void cancelsAtOnceWhatWasNeverBegun() {
    Operation created = create(acme);

    assertThat(operations.cancel(created.id(), "ada").state()).isEqualTo(OperationState.CANCELLED);
    assertRefused(ErrorCode.OPERATION_ENDED, () -> operations.claim(created.id(), "worker", LEASE));
    assertRefused(ErrorCode.OPERATION_ENDED, () -> operations.cancel(created.id(), "ada"));
    assertRefused(ErrorCode.OPERATION_ENDED, () -> operations.retry(created.id(), "ada"));
  }

  @Test
  void tellsTheWorkerThatSomebodyWantsItCancelled() {
    Operation created = create(acme);
    Claim claim = claim(created);

    assertThat(operations.cancel(created.id(), "ada").state()).isEqualTo(OperationState.RUNNING);

    assertThat(operations.heartbeat(claim, LEASE).cancelRequested()).isTrue();
    assertThat(operations.finish(claim, OperationState.CANCELLED, null).state())
        .isEqualTo(OperationState.CANCELLED);
  }

  @Test
  void takesUpAFailedOperationAgainToFinishOrToUndoIt() {
    Operation created = create(acme);
    Claim first = claim(created);
    operations.begin(first, "fence");
    operations.finish(first, OperationState.FAILED, "server gone");
    assertThat(operations.steps(created.id()))
        .extracting(Step::state)
        .containsExactly(StepState.FAILED, StepState.PENDING, StepState.PENDING);

    assertThat(operations.retry(created.id(), "ada").state()).isEqualTo(OperationState.PENDING);
    operations.finish(claim(created), OperationState.FAILED, "again");
    Operation undo = operations.cancel(created.id(), "ada");

    assertThat(undo.state()).isEqualTo(OperationState.PENDING);
    assertThat(undo.cancelRequested()).isTrue();
    assertThat(claim(created).operation().cancelRequested()).isTrue();
    assertRefused(ErrorCode.OPERATION_IN_PROGRESS, () -> operations.retry(created.id(), "ada"));
  }

  @Test
  void refusesToTakeUpAFailedOperationBesideANewOne() {
    Operation failed = create(acme);
    operations.finish(claim(failed), OperationState.FAILED, null);
    create(acme);

    assertRefused(ErrorCode.OPERATION_IN_PROGRESS, () -> operations.retry(failed.id(), "ada"));
    assertRefused(ErrorCode.OPERATION_IN_PROGRESS, () -> operations.cancel(failed.id(), "ada"));
  }

  @Test
  void createsOneOfTwoOperationsThatComeTogether() throws InterruptedException {
    Callable<Operation> create = () -> create(acme);

    List<Race.Result<Operation>> results = Race.run(List.of(create, create, create));

    assertThat(results).filteredOn(r -> r.error() == null).hasSize(1);
    assertThat(results)
        .filteredOn(r -> r.error() != null)
        .extracting(r -> ((CroftException) r.error()).code())
        .containsOnly(ErrorCode.OPERATION_IN_PROGRESS);
  }

  private TenantId tenant(String slug) {
    NewTenant tenant = NewTenant.of(Slug.of(slug), slug, "standard");
    return catalog.createTenant(tenant, Isolation.POOL, "eu-1", "ada").id();
  }

  private Operation create(TenantId tenant) {
    return operations.create(
        NewOperation.of(OperationKind.MOVE, tenant, Map.of(), List.of("fence", "copy", "clean")),
        "ada");
  }

  private Claim claim(Operation operation) {
    return operations.claim(operation.id(), "worker", LEASE).orElseThrow();
  }

  private void endLease(Operation operation) {
    Catalogs.sql(
        address,
        "UPDATE catalog.operation SET claimed_until = clock_timestamp() - interval '1 second'"
            + " WHERE id = '"
            + operation.id()
            + "'");
  }

  @Test
  void goesOnAsAnotherOperationInOneStep() {
    Operation first =
        operations.create(
            NewOperation.of(OperationKind.MOVE, acme, Map.of(), List.of("there")), "ada");
    Claim claim = operations.claim(first.id(), "worker", LEASE).orElseThrow();
    NewOperation back =
        NewOperation.of(OperationKind.MOVE, acme, Map.of("to", "home"), List.of("back"));

    Operation next = operations.goOnAs(claim, "there", back);

    assertThat(operations.operation(first.id()).state()).isEqualTo(OperationState.DONE);
    assertThat(next.state()).isEqualTo(OperationState.PENDING);
    assertThat(next.spec()).containsEntry("to", "home");
    assertThat(operations.active(acme)).hasValue(next);
    assertThatThrownBy(() -> operations.goOnAs(claim, "again", back))
        .isInstanceOf(CroftException.class);
    // What it works on is there already: only a worker can undo it.
    assertThat(operations.cancel(next.id(), "ada").state()).isEqualTo(OperationState.PENDING);
    assertThat(operations.claim(next.id(), "worker", LEASE)).isPresent();
  }

  @Test
  void tellsTheWorkerWhatSomebodyAsksFor() {
    Operation operation =
        operations.create(
            NewOperation.of(OperationKind.MOVE, acme, Map.of(), List.of("there")), "ada");
    Claim claim = operations.claim(operation.id(), "worker", LEASE).orElseThrow();
    operations.note(claim, Map.of("mode", "streamed"));

    operations.ask(operation.id(), Map.of("cutover", "now"), "grace");

    assertThat(operations.operation(operation.id()).notes())
        .containsEntry("cutover", "now")
        .containsEntry("mode", "streamed");
    operations.finish(claim, OperationState.DONE, null);
    assertThatThrownBy(() -> operations.ask(operation.id(), Map.of("cutover", "now"), "grace"))
        .isInstanceOf(CroftException.class);
  }
}

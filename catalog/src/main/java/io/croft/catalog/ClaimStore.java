package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What workers write. A claim draws a new attempt from a sequence; every later write names it and
 * finds no row when another worker has claimed since, however late it arrives. Leases are measured
 * by the clock of the catalog's server alone.
 */
final class ClaimStore {

  private static final String CLAIM =
      """
      UPDATE catalog.operation SET state = 'running', claimed_by = ?,
        claimed_until = clock_timestamp() + make_interval(secs => ?),
        attempt = nextval('catalog.attempt'), progress = '{}'
      """;
  private static final String FREE =
      "(state = 'pending' OR state = 'running' AND claimed_until < clock_timestamp())";
  private static final String RETURNING = " RETURNING " + OperationRow.COLUMNS;

  private static final String CLAIM_ONE = CLAIM + " WHERE id = ? AND " + FREE + RETURNING;
  private static final String CLAIM_NEXT =
      CLAIM
          + " WHERE id = (SELECT id FROM catalog.operation WHERE kind = ? AND "
          + FREE
          + " ORDER BY created LIMIT 1 FOR UPDATE SKIP LOCKED)"
          + RETURNING;

  private static final String HELD = " WHERE id = ? AND attempt = ? AND state = 'running'";
  private static final String UPDATE = "UPDATE catalog.operation SET ";

  private static final String HEARTBEAT =
      UPDATE + "claimed_until = clock_timestamp() + make_interval(secs => ?)" + HELD + RETURNING;
  private static final String PROGRESS =
      UPDATE
          + "progress = CAST(? AS jsonb), "
          + "claimed_until = clock_timestamp() + make_interval(secs => ?)"
          + HELD
          + RETURNING;
  private static final String NOTE =
      UPDATE + "notes = notes || CAST(? AS jsonb)" + HELD + RETURNING;
  private static final String STEP = UPDATE + "step = ?, detail = ?" + HELD + RETURNING;
  private static final String FINISH =
      UPDATE
          + "state = ?, detail = ?, ended = clock_timestamp(), claimed_until = NULL"
          + HELD
          + RETURNING;
  private static final String BEGUN =
      UPDATE + "attempt = nextval('catalog.attempt') WHERE id = ?" + RETURNING;
  private static final String RELEASE =
      UPDATE + "state = 'pending', claimed_until = NULL" + HELD + RETURNING;

  private static final double NANOS_PER_SECOND = 1e9;

  private final Database database;

  ClaimStore(Database database) {
    this.database = database;
  }

  Optional<Claim> claim(UUID id, String worker, Duration lease) {
    return database.change(
        worker,
        "operation.claim",
        c -> {
          Optional<Claim> claim =
              Sql.first(c, CLAIM_ONE, OperationRow::read, worker, seconds(lease), id)
                  .map(o -> new Claim(o, worker, o.attempt()));
          if (claim.isEmpty()) {
            Operation found = OperationStore.operation(c, id);
            if (found.state().ended()) {
              throw Refusals.notNow(found);
            }
          }
          return claim;
        });
  }

  Optional<Claim> claimNext(OperationKind kind, String worker, Duration lease) {
    return database.change(
        worker,
        "operation.claim",
        c ->
            Sql.first(c, CLAIM_NEXT, OperationRow::read, worker, seconds(lease), kind.word())
                .map(o -> new Claim(o, worker, o.attempt())));
  }

  Operation heartbeat(Claim claim, Duration lease) {
    return database.change(
        claim.worker(), "operation.heartbeat", c -> held(c, HEARTBEAT, claim, seconds(lease)));
  }

  Operation heartbeat(Claim claim, Duration lease, Map<String, String> progress) {
    return database.change(
        claim.worker(),
        "operation.heartbeat",
        c -> held(c, PROGRESS, claim, Json.write(progress), seconds(lease)));
  }

  Operation note(Claim claim, Map<String, String> notes) {
    return database.change(
        claim.worker(), "operation.note", c -> held(c, NOTE, claim, Json.write(notes)));
  }

  Operation plan(Claim claim, List<String> steps) {
    return database.change(
        claim.worker(),
        "operation.plan",
        c -> {
          Operation operation = held(c, NOTE, claim, "{}");
          StepStore.planAnew(c, claim.id(), steps);
          return operation;
        });
  }

  Operation begin(Claim claim, String step) {
    return database.change(
        claim.worker(),
        "operation.step",
        c -> {
          Operation operation = held(c, STEP, claim, step, null);
          StepStore.begin(c, claim.id(), step);
          return operation;
        });
  }

  Operation end(Claim claim, String step, StepState state, @Nullable String detail) {
    return database.change(
        claim.worker(),
        "operation.step",
        c -> {
          Operation operation = held(c, STEP, claim, step, detail);
          StepStore.end(c, claim.id(), step, state, detail);
          return operation;
        });
  }

  Operation finish(Claim claim, OperationState state, @Nullable String detail) {
    if (!state.ended()) {
      throw new IllegalArgumentException("an operation does not end as " + state.word());
    }
    return database.change(
        claim.worker(),
        "operation.finish",
        c -> {
          Operation operation = held(c, FINISH, claim, state.word(), detail);
          StepStore.close(c, claim.id(), state);
          return operation;
        });
  }

  Operation goOnAs(Claim claim, @Nullable String detail, NewOperation next) {
    return database.change(
        claim.worker(),
        "operation.finish",
        c -> {
          held(c, FINISH, claim, OperationState.DONE.word(), detail);
          StepStore.close(c, claim.id(), OperationState.DONE);
          Operation created = OperationStore.create(c, next);
          // What it works on is there already, so that a cancel wants a worker.
          return Sql.first(c, BEGUN, OperationRow::read, created.id()).orElseThrow();
        });
  }

  Operation release(Claim claim) {
    return database.change(claim.worker(), "operation.release", c -> held(c, RELEASE, claim));
  }

  private static Operation held(
      Connection connection, String sql, Claim claim, @Nullable Object... values)
      throws SQLException {
    @Nullable Object[] all = Arrays.copyOf(values, values.length + 2);
    all[values.length] = claim.id();
    all[values.length + 1] = claim.attempt();
    Optional<Operation> operation = Sql.first(connection, sql, OperationRow::read, all);
    if (operation.isEmpty()) {
      throw lost(OperationStore.operation(connection, claim.id()), claim);
    }
    return operation.get();
  }

  private static CroftException lost(Operation found, Claim claim) {
    if (found.attempt() == claim.attempt() && found.state().ended()) {
      return Refusals.notNow(found);
    }
    return new CroftException(
        ErrorCode.OPERATION_LOST,
        "worker "
            + claim.worker()
            + " no longer holds operation "
            + claim.id()
            + ": its attempt "
            + claim.attempt()
            + " was followed by "
            + found.attempt()
            + " of "
            + found.claimedBy(),
        "stop working on it; its new holder goes on");
  }

  private static double seconds(Duration lease) {
    if (lease.isNegative() || lease.isZero()) {
      throw new IllegalArgumentException("a lease is longer than nothing, found " + lease);
    }
    return lease.toNanos() / NANOS_PER_SECOND;
  }
}

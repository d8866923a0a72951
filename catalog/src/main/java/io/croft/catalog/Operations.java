package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.TenantId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The long work of the control plane, as rows that any process may take up. At most one operation
 * of a tenant is pending or running at a time.
 *
 * <p>A worker claims an operation under a lease and prolongs it by heartbeats. When it dies, the
 * lease ends and any other worker claims the operation anew. Should the first one then wake up,
 * each of its updates is refused with {@code operation-lost}; an update within an ended lease that
 * nobody has claimed since is still accepted.
 *
 * <p>All methods that take a {@link Claim} throw {@link CroftException} {@code operation-lost} when
 * another worker has claimed the operation since, or it was released, and {@code operation-ended}
 * when it has ended. All that take an identity throw {@code operation-unknown}.
 */
public final class Operations {

  private final Database database;
  private final OperationStore store;
  private final ClaimStore claims;

  Operations(Database database) {
    this.database = database;
    this.store = new OperationStore(database);
    this.claims = new ClaimStore(database);
  }

  /**
   * Puts an operation into the catalog, pending. Creating the same identity again returns what is
   * there.
   *
   * @throws CroftException {@code tenant-unknown}; {@code operation-in-progress} when the tenant
   *     has another one that has not ended
   */
  public Operation create(NewOperation operation, String actor) {
    return store.create(operation, actor);
  }

  /** Returns the operation as it is now. */
  public Operation operation(UUID id) {
    return store.operation(id);
  }

  /** Returns the tenant's operation that has not ended, empty when there is none. */
  public Optional<Operation> active(TenantId tenant) {
    return store.active(tenant);
  }

  /** Returns the operations that the filter lets through, the newest first. */
  public List<Operation> list(OperationFilter filter) {
    return store.list(filter);
  }

  /** Returns the steps in their order; empty when there is no such operation. */
  public List<Step> steps(UUID id) {
    return database.read(c -> StepStore.list(c, id));
  }

  /**
   * Claims one operation; empty when another worker holds it.
   *
   * @param lease how long, from now, nobody else can claim it
   * @throws CroftException {@code operation-ended}
   */
  public Optional<Claim> claim(UUID id, String worker, Duration lease) {
    return claims.claim(id, worker, lease);
  }

  /** Claims the oldest operation of that kind that nobody holds; empty when there is none. */
  public Optional<Claim> claimNext(OperationKind kind, String worker, Duration lease) {
    return claims.claimNext(kind, worker, lease);
  }

  /**
   * Prolongs the lease to {@code lease} from now. Returns the operation as it is, which says
   * whether someone wants it cancelled. A heartbeat alone is not audited.
   */
  public Operation heartbeat(Claim claim, Duration lease) {
    return claims.heartbeat(claim, lease);
  }

  /**
   * Prolongs the lease likewise and says how far the work is, in place of what was said before. Not
   * audited either.
   */
  public Operation heartbeat(Claim claim, Duration lease, Map<String, String> progress) {
    return claims.heartbeat(claim, lease, progress);
  }

  /** Adds to the notes, for whoever resumes; a note of the same name is replaced. No secrets. */
  public Operation note(Claim claim, Map<String, String> notes) {
    return claims.note(claim, notes);
  }

  /**
   * Plans the steps anew, in this order: what was begun stays as it is, what is missing is added,
   * and what is not named goes to the end.
   */
  public Operation plan(Claim claim, List<String> steps) {
    return claims.plan(claim, steps);
  }

  /** Begins a step, also one that was begun before or was not planned. */
  public Operation begin(Claim claim, String step) {
    return claims.begin(claim, step);
  }

  /**
   * Ends a step.
   *
   * @param detail what to show about it, null for nothing
   * @throws IllegalArgumentException when the operation has no such step
   */
  public Operation end(Claim claim, String step, StepState state, @Nullable String detail) {
    return claims.end(claim, step, state, detail);
  }

  /**
   * Ends the operation. A step that still runs ends with it; those never begun are skipped unless
   * it failed.
   *
   * @param state done, failed or cancelled
   * @param detail what to show about it, null for nothing
   */
  public Operation finish(Claim claim, OperationState state, @Nullable String detail) {
    return claims.finish(claim, state, detail);
  }

  /**
   * Ends the operation as done and puts the one that goes on from it into the catalog, both or
   * neither: another operation of the tenant cannot come between.
   *
   * @param detail what to show about it, null for nothing
   * @return the one that goes on, pending
   */
  public Operation goOnAs(Claim claim, @Nullable String detail, NewOperation next) {
    return claims.goOnAs(claim, detail, next);
  }

  /** Gives the operation back, pending, so that another worker can claim it at once. */
  public Operation release(Claim claim) {
    return claims.release(claim);
  }

  /**
   * Adds what somebody wants of an operation to its notes, for its worker to find.
   *
   * @throws CroftException {@code operation-ended} when it is done or cancelled
   */
  public Operation ask(UUID id, Map<String, String> wishes, String actor) {
    return store.ask(id, wishes, actor);
  }

  /**
   * Asks for an operation to be undone. One that was never claimed is cancelled at once; a running
   * one by its worker, a failed one by the next worker that claims it.
   *
   * @throws CroftException {@code operation-ended} when it is done or cancelled; {@code
   *     operation-in-progress} when it failed and the tenant has another one by now
   */
  public Operation cancel(UUID id, String actor) {
    return store.cancel(id, actor);
  }

  /**
   * Makes a failed operation pending again.
   *
   * @throws CroftException {@code operation-ended} when it is done or cancelled; {@code
   *     operation-in-progress} when it, or another one of the tenant, has not ended
   */
  public Operation retry(UUID id, String actor) {
    return store.retry(id, actor);
  }
}

package io.croft.move;

import io.croft.catalog.Claim;
import io.croft.catalog.ControlCatalog;
import io.croft.catalog.NewOperation;
import io.croft.catalog.Operation;
import io.croft.catalog.OperationFilter;
import io.croft.catalog.OperationKind;
import io.croft.catalog.OperationState;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.gate.MasterSecret;
import io.croft.home.Homes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Moves tenants between homes while they are in use. Thread-safe; each move is an operation in the
 * catalog that any process with the master secret can take up, finish or undo.
 *
 * <p>A move copies the rows, shuts the old home under a lease, makes sure that both homes hold the
 * same, turns the old home's gate row from closed to moved (the commit point), opens the new home,
 * and lets the catalog follow. Whatever dies at any moment, the tenant has exactly one open home
 * again within the lease: before the commit point anybody may re-open the old one, after it anybody
 * may open the new one.
 */
public final class Mover {

  private final ControlCatalog catalog;
  private final MoverAccess access;
  private final MasterSecret secret;
  private final Homes homes;
  private final MoveSettings settings;

  public Mover(ControlCatalog catalog, MasterSecret secret, Homes homes, MoveSettings settings) {
    this(catalog, new CatalogAccess(catalog, secret), secret, homes, settings);
  }

  /** A mover that reaches the servers by another way than the catalog tells. */
  Mover(
      ControlCatalog catalog,
      MoverAccess access,
      MasterSecret secret,
      Homes homes,
      MoveSettings settings) {
    this.catalog = catalog;
    this.access = access;
    this.secret = secret;
    this.homes = homes;
    this.settings = settings;
  }

  /** Returns sessions for many moves; the caller closes them. */
  MoverSessions sessions() {
    return new MoverSessions(access);
  }

  /**
   * Returns the same, which uses these sessions and gives no notice: that takes longer than most.
   */
  Mover over(MoverSessions sessions) {
    return new Mover(catalog, sessions, secret, homes, settings.withNotice(Duration.ZERO));
  }

  /** Raises what {@link #start} would raise; changes nothing. */
  public void check(TenantId tenant, Isolation isolation, String server) {
    Placement unused = requireMovable(tenant, isolation, server);
    requireIdle(tenant);
  }

  /** Returns what a move would do whose mode is chosen by the tenant's size. */
  public MovePreview preview(TenantId tenant, Isolation isolation, String server) {
    return preview(tenant, isolation, server, null);
  }

  /**
   * Returns what a move would do. Reads every row of the tenant, or as many as can be read in some
   * seconds; changes nothing.
   *
   * @param wanted the mode that is wanted, null to choose by size
   * @throws CroftException as {@link #start}, {@code move-unsupported} when a server withholds a
   *     right from the mover, and {@code move-too-large} when a fenced copy is wanted that does not
   *     fit into the fence
   */
  public MovePreview preview(
      TenantId tenant, Isolation isolation, String server, @Nullable MoveMode wanted) {
    Placement from = requireMovable(tenant, isolation, server);
    try (Connection source = MoverSession.open(access, from)) {
      MoverRights.require(access, from);
      MoverRights.require(access, Placement.of(tenant, isolation, server, from.epoch() + 1));
      Rehearsal rehearsal =
          Rehearsal.run(source, from, TableShapes.read(source, from.schema()), settings);
      MoveMode mode = rehearsal.choose(from, Optional.ofNullable(wanted), settings);
      return new MovePreview(
          from,
          isolation,
          server,
          mode,
          rehearsal.rows(),
          rehearsal.bytes(),
          rehearsal.estimate(),
          settings.longestFence(),
          problems(source, from, server, mode, LogBudget.written(from, server, rehearsal)));
    } catch (SQLException e) {
      throw MoveErrors.database(from, e);
    }
  }

  private List<String> problems(
      Connection source, Placement from, String server, MoveMode mode, long written)
      throws SQLException {
    List<String> found = new ArrayList<>(Unmovable.in(source, from.schema()));
    found.addAll(SameSchema.problems(homes, from, server));
    if (mode == MoveMode.STREAMED) {
      found.addAll(Subscription.problems(homes, from));
      LogBudget.read(source, from.server(), settings).problem(written).ifPresent(found::add);
    }
    return List.copyOf(found);
  }

  /** Puts a move into the catalog whose mode is chosen by the tenant's size. */
  public Operation start(TenantId tenant, Isolation isolation, String server, String actor) {
    return start(MoveOrder.of(tenant, isolation, server), actor);
  }

  /** Puts a move of that mode into the catalog, null to choose by size. */
  public Operation start(
      TenantId tenant,
      Isolation isolation,
      String server,
      @Nullable MoveMode wanted,
      String actor) {
    MoveOrder order = MoveOrder.of(tenant, isolation, server);
    return start(wanted == null ? order : order.in(wanted), actor);
  }

  /**
   * Puts a move into the catalog, for {@link #run} or another process to drive.
   *
   * @throws CroftException {@code tenant-unknown}, {@code server-unknown}, {@code already-there},
   *     {@code isolation-forbidden}, {@code region-forbidden}, {@code server-full}, {@code
   *     operation-in-progress} when the tenant has another operation that has not ended
   */
  public Operation start(MoveOrder order, String actor) {
    TenantId tenant = order.tenant();
    Placement from = requireMovable(tenant, order.isolation(), order.server());
    requireIdle(tenant);
    Placement to =
        Placement.of(tenant, order.isolation(), order.server(), catalog.nextEpoch(tenant));
    Optional<WayBack> wayBack =
        order.wayBack().isZero()
            ? Optional.empty()
            : Optional.of(
                new WayBack(UUID.randomUUID(), catalog.nextEpoch(tenant), order.wayBack()));
    MovePlan plan = MovePlan.of(new Route(from, to, order.wanted()), order.hold(), wayBack);
    MoveMode mode = order.wanted().orElse(MoveMode.FENCED_COPY);
    return catalog
        .operations()
        .create(
            NewOperation.of(
                OperationKind.MOVE,
                tenant,
                plan.toSpec(),
                plan.steps(mode).stream().map(MoveStep::word).toList()),
            actor);
  }

  /**
   * Lets a move that waits before its fence go on: the second half of a move that was told to wait,
   * or the return over a way back. Whoever drives the move does the rest, at once or at {@code at}.
   *
   * @param at when; null for now
   * @throws CroftException {@code operation-unknown}; {@code operation-ended}; {@code
   *     argument-invalid} when the move waits for nobody
   */
  public Operation cutover(UUID operation, @Nullable Instant at, String actor) {
    Operation found = catalog.operations().operation(operation);
    if (!MovePlan.of(found.tenant(), found.spec()).waits()) {
      throw new CroftException(
          ErrorCode.ARGUMENT_INVALID,
          "the move " + operation + " waits for nobody: it switches when it is ready",
          "start a move with --hold to choose the moment");
    }
    return catalog
        .operations()
        .ask(operation, Map.of(MoveLog.CUTOVER, at == null ? Hold.NOW : at.toString()), actor);
  }

  /**
   * Lets a move end that has found a difference between the homes after its switch, when somebody
   * has looked at it: the old home is then removed, or kept as the way back it was to be.
   */
  public Operation acceptDifferences(UUID operation, String actor) {
    return catalog.operations().ask(operation, Map.of(MoveLog.ACCEPTED, actor), actor);
  }

  /**
   * Returns the tenant's way back: the move that waits to bring it to the home it has left, empty
   * when there is none.
   */
  public Optional<Operation> wayBack(TenantId tenant) {
    return catalog
        .operations()
        .list(new OperationFilter(OperationKind.MOVE, null, tenant, 1))
        .stream()
        .filter(found -> !found.state().ended() || found.state() == OperationState.FAILED)
        .filter(found -> MovePlan.of(tenant, found.spec()).adopted().isPresent())
        .findFirst();
  }

  /**
   * Drives a move to its end, from wherever it is; undoes it when somebody asked to cancel it
   * before the switch. Blocks until then.
   *
   * @param worker names this process in the catalog
   * @return the result; empty when the move was cancelled and is undone
   * @throws CroftException {@code operation-in-progress} when another worker holds it; {@code
   *     operation-ended}; {@code move-unsupported}, {@code shared-tables-differ}, {@code
   *     schema-differs}, {@code move-too-large}, {@code tenant-busy}, {@code lease-lost}, {@code
   *     verification-failed}, {@code server-unreachable}: then the operation has failed, the old
   *     home is open (at the latest when the lease ends) and the move can be resumed
   */
  public Optional<MoveResult> run(UUID operation, String worker, MoveListener listener) {
    return run(operation, worker, listener, () -> false);
  }

  /**
   * Drives a move likewise, as long as this process does not end.
   *
   * @param ending whether it is to end: then a move that has not switched is undone and given back
   *     for another worker to claim, with nothing left behind; one that has is finished
   * @return the result; empty when the move was cancelled and is undone, or was given back
   */
  public Optional<MoveResult> run(
      UUID operation, String worker, MoveListener listener, BooleanSupplier ending) {
    Claim claim =
        catalog
            .operations()
            .claim(operation, worker, settings.hold())
            .orElseThrow(
                () ->
                    new CroftException(
                        ErrorCode.OPERATION_IN_PROGRESS,
                        "another worker holds operation " + operation,
                        "wait for it, or until its lease of some seconds has ended"));
    return drive(claim, listener, ending);
  }

  /**
   * Drops the slots and publications for which nobody comes back, at all servers that can be
   * reached: those of moves that have ended, and of failed ones that were followed by another move.
   * Returns of how many moves there were any. Safe at any time, and beside other processes.
   */
  public int sweep() {
    return new ForgottenStreams(catalog, access, homes).sweep();
  }

  /** Drives the oldest move that nobody holds; returns false when there is none. */
  public boolean runNext(String worker, MoveListener listener) {
    Optional<Claim> claim =
        catalog.operations().claimNext(OperationKind.MOVE, worker, settings.hold());
    claim.ifPresent(held -> drive(held, listener, () -> false));
    return claim.isPresent();
  }

  private Optional<MoveResult> drive(Claim claim, MoveListener listener, BooleanSupplier ending) {
    try (Heartbeat heartbeat =
        Heartbeat.start(catalog.operations(), claim, settings.hold(), ending)) {
      return new MoveDrive(catalog, access, secret, homes, settings, claim, heartbeat, listener)
          .run();
    }
  }

  private Placement requireMovable(TenantId tenant, Isolation isolation, String server) {
    Placement from =
        catalog
            .placement(tenant)
            .orElseThrow(
                () ->
                    new CroftException(
                        ErrorCode.TENANT_UNKNOWN,
                        "there is no tenant " + tenant,
                        "see croft tenant list"));
    catalog.requireAllowed(tenant, isolation, server);
    if (from.sameHomeKind(isolation, server)) {
      throw new CroftException(
          ErrorCode.ALREADY_THERE,
          "tenant " + tenant + " already lives at " + from.summary(),
          "choose another isolation or server");
    }
    return from;
  }

  /** Refuses before an epoch is drawn; the catalog itself refuses a race. */
  private void requireIdle(TenantId tenant) {
    catalog
        .operations()
        .active(tenant)
        .ifPresent(
            other -> {
              throw new CroftException(
                  ErrorCode.OPERATION_IN_PROGRESS,
                  "tenant " + tenant + " has an operation that has not ended: " + other.id(),
                  "wait for it, or cancel it with croft move cancel " + other.id());
            });
  }
}

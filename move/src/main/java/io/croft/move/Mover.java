package io.croft.move;

import io.croft.catalog.Claim;
import io.croft.catalog.ControlCatalog;
import io.croft.catalog.NewOperation;
import io.croft.catalog.Operation;
import io.croft.catalog.OperationKind;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.gate.MasterSecret;
import io.croft.home.Homes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
    this.catalog = catalog;
    this.access = new CatalogAccess(catalog, secret);
    this.secret = secret;
    this.homes = homes;
    this.settings = settings;
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
          mode == MoveMode.STREAMED ? Subscription.problems(homes, from) : List.of());
    } catch (SQLException e) {
      throw MoveErrors.database(from, e);
    }
  }

  /** Puts a move into the catalog whose mode is chosen by the tenant's size. */
  public Operation start(TenantId tenant, Isolation isolation, String server, String actor) {
    return start(tenant, isolation, server, null, actor);
  }

  /**
   * Puts a move into the catalog, for {@link #run} or another process to drive.
   *
   * @param wanted the mode that is wanted, null to choose by size
   * @throws CroftException {@code tenant-unknown}, {@code server-unknown}, {@code already-there},
   *     {@code isolation-forbidden}, {@code region-forbidden}, {@code server-full}, {@code
   *     operation-in-progress} when the tenant has another operation that has not ended
   */
  public Operation start(
      TenantId tenant,
      Isolation isolation,
      String server,
      @Nullable MoveMode wanted,
      String actor) {
    Placement from = requireMovable(tenant, isolation, server);
    requireIdle(tenant);
    Placement to = Placement.of(tenant, isolation, server, catalog.nextEpoch(tenant));
    return catalog
        .operations()
        .create(
            NewOperation.of(
                OperationKind.MOVE,
                tenant,
                new Route(from, to, Optional.ofNullable(wanted)).toSpec(),
                (wanted == null ? MoveMode.FENCED_COPY : wanted).words()),
            actor);
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
    return drive(claim, listener);
  }

  /** Drives the oldest move that nobody holds; returns false when there is none. */
  public boolean runNext(String worker, MoveListener listener) {
    Optional<Claim> claim =
        catalog.operations().claimNext(OperationKind.MOVE, worker, settings.hold());
    claim.ifPresent(held -> drive(held, listener));
    return claim.isPresent();
  }

  private Optional<MoveResult> drive(Claim claim, MoveListener listener) {
    try (Heartbeat heartbeat = Heartbeat.start(catalog.operations(), claim, settings.hold())) {
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

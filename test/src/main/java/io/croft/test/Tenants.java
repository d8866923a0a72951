package io.croft.test;

import io.croft.catalog.ControlCatalog;
import io.croft.catalog.NewTenant;
import io.croft.catalog.Operation;
import io.croft.catalog.Tenant;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import io.croft.home.Provisioning;
import io.croft.local.LocalFleet;
import io.croft.move.MoveListener;
import io.croft.move.MoveOrder;
import io.croft.move.MoveResult;
import io.croft.move.MoveSettings;
import io.croft.move.Mover;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The tenants of an embedded fleet, as an operator has them: makes, finds, moves and suspends them.
 * Each call blocks until it is done. Thread-safe.
 */
public final class Tenants {

  private final ControlCatalog catalog;
  private final Provisioning provisioning;
  private final Mover mover;
  private final AtomicInteger made = new AtomicInteger();
  private final Object making = new Object();

  Tenants(LocalFleet fleet) {
    this.catalog = fleet.catalog();
    this.provisioning = new Provisioning(catalog, fleet.homes());
    this.mover = new Mover(catalog, fleet.secret(), fleet.homes(), MoveSettings.DEFAULT);
  }

  /** Makes a tenant that no other test knows, with a slug of its own. */
  public TenantId create(Isolation isolation) {
    return create("test-" + made.incrementAndGet(), isolation);
  }

  /**
   * Makes a tenant.
   *
   * @throws CroftException {@code slug-invalid}, {@code slug-taken}
   */
  public TenantId create(String slug, Isolation isolation) {
    return provisioning
        .provision(
            NewTenant.of(Slug.of(slug), slug, EmbeddedFleet.PLAN),
            Optional.of(isolation),
            Optional.of(EmbeddedFleet.EU),
            EmbeddedFleet.ACTOR)
        .id();
  }

  /**
   * Returns the tenant of that slug, in whatever status; it is made in that isolation when there is
   * none, and stays where it is when there is one.
   *
   * @throws CroftException {@code slug-invalid}
   */
  public TenantId named(String slug, Isolation isolation) {
    synchronized (making) {
      return catalog.tenant(Slug.of(slug)).map(Tenant::id).orElseGet(() -> create(slug, isolation));
    }
  }

  /** Returns what the catalog says of the tenant; {@code tenant-unknown}. */
  public Tenant tenant(TenantId id) {
    return catalog.tenant(id).orElseThrow(() -> unknown(id));
  }

  /** Returns where the tenant lives; {@code tenant-unknown}. */
  public Placement placement(TenantId id) {
    return catalog.placement(id).orElseThrow(() -> unknown(id));
  }

  /** Moves the tenant to another isolation on its server, while it may be in use. */
  public void move(TenantId id, Isolation isolation) {
    move(id, isolation, placement(id).server());
  }

  /**
   * Moves the tenant, while it may be in use.
   *
   * @param server {@link EmbeddedFleet#EU} or {@link EmbeddedFleet#US}
   * @throws CroftException {@code already-there}, {@code server-unknown}, and what ends a move
   */
  public void move(TenantId id, Isolation isolation, String server) {
    move(MoveOrder.of(id, isolation, server));
  }

  /**
   * Moves a tenant as the order says, while it may be in use.
   *
   * @throws CroftException {@code already-there}, {@code server-unknown}, and what ends a move
   */
  public void move(MoveOrder order) {
    Operation move = mover.start(order, EmbeddedFleet.ACTOR);
    Optional<MoveResult> unused = mover.run(move.id(), EmbeddedFleet.ACTOR, MoveListener.NONE);
  }

  /** Suspends the tenant: the application refuses it from a moment later on. */
  public void suspend(TenantId id) {
    Tenant unused = catalog.suspend(id, EmbeddedFleet.ACTOR);
  }

  /** Makes a suspended tenant active again. */
  public void activate(TenantId id) {
    Tenant unused = catalog.activate(id, EmbeddedFleet.ACTOR);
  }

  private static CroftException unknown(TenantId id) {
    return new CroftException(
        ErrorCode.TENANT_UNKNOWN, "there is no tenant " + id, "create it with Tenants.create");
  }
}

package io.croft.jdbc;

import io.croft.catalog.Catalog;
import io.croft.core.CroftException;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where each tenant lives, as far as this process knows: a cache over the catalog that only ever
 * moves to larger epochs. It may lag; the gate of a left home says so.
 */
final class Placements {

  private final Catalog catalog;
  private final Standings standings;
  private final Consumer<Placement> superseded;
  private final ConcurrentHashMap<TenantId, Placement> known = new ConcurrentHashMap<>();

  /**
   * @param superseded told each placement that a later one has replaced
   */
  Placements(Catalog catalog, Standings standings, Consumer<Placement> superseded) {
    this.catalog = catalog;
    this.standings = standings;
    this.superseded = superseded;
  }

  /** Returns the placement that is known, or else what the catalog says. */
  Placement of(TenantId tenant) throws SQLException {
    @Nullable Placement placement = known.get(tenant);
    // What a thread has learned while the tenant was forgotten is not followed: ask again.
    return placement == null || !standings.knows(tenant) ? refresh(tenant) : placement;
  }

  /** Returns the placement that is known, without asking; null when none is. */
  @Nullable Placement known(TenantId tenant) {
    return known.get(tenant);
  }

  /** Returns the largest epoch that is known, 0 when none is. */
  long epoch(TenantId tenant) {
    @Nullable Placement placement = known.get(tenant);
    return placement == null ? 0 : placement.epoch();
  }

  /** Asks the catalog and returns the placement with the largest epoch known after that. */
  Placement refresh(TenantId tenant) throws SQLException {
    try {
      standings.require(tenant);
      return learn(catalog.placement(tenant).orElseThrow(() -> Standings.unknown(tenant)));
    } catch (CroftException e) {
      throw Errors.of(e);
    }
  }

  /** Lets the next transaction of the tenant ask the catalog, and its home rest until then. */
  void forget(TenantId tenant) {
    @Nullable Placement left = known.remove(tenant);
    if (left != null) {
      superseded.accept(left);
    }
  }

  /** Takes in a placement that a gate or the catalog has named; returns the one that holds. */
  Placement learn(Placement news) {
    @Nullable Placement[] old = new Placement[1];
    Placement now =
        known.merge(
            news.tenant(),
            news,
            (before, after) -> {
              old[0] = after.epoch() > before.epoch() ? before : null;
              return after.epoch() > before.epoch() ? after : before;
            });
    if (old[0] != null) {
      superseded.accept(old[0]);
    }
    return now;
  }
}

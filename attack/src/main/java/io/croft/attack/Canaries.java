package io.croft.attack;

import io.croft.catalog.ControlCatalog;
import io.croft.catalog.LimitMode;
import io.croft.catalog.Limits;
import io.croft.catalog.NewTenant;
import io.croft.catalog.Plan;
import io.croft.catalog.Server;
import io.croft.catalog.Tenant;
import io.croft.catalog.TenantFilter;
import io.croft.catalog.TenantRow;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Identifiers;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.Slug;
import io.croft.home.Homes;
import io.croft.home.Provisioning;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tenants of the suite's own on one server of a live system. */
final class Canaries {

  private static final String PREFIX = "croft-canary-";
  private static final String NAME = "Croft canary";

  private final ControlCatalog catalog;
  private final Homes homes;
  private final Server server;

  Canaries(ControlCatalog catalog, Homes homes, Server server) {
    this.catalog = catalog;
    this.homes = homes;
    this.server = server;
  }

  /** Returns the slug of one canary: no other run makes the same. */
  static Slug slug(String run, Isolation isolation, String part) {
    return Slug.of(PREFIX + run + "-" + isolation + "-" + part);
  }

  /**
   * Creates a canary on this server.
   *
   * @throws CroftException {@code isolation-forbidden} when no plan allows it; what the tenant
   *     could not be created for
   */
  Placement create(Slug slug, Isolation isolation) {
    Tenant tenant =
        new Provisioning(catalog, homes)
            .provision(
                NewTenant.of(slug, NAME, plan(isolation).name()),
                Optional.of(isolation),
                Optional.of(server.name()),
                AttackSuite.ACTOR);
    // Who attacks does so more often than any plan allows.
    catalog.saveLimits(
        tenant.id(), Limits.NONE.with("mode", LimitMode.DRY_RUN.word()), AttackSuite.ACTOR);
    return catalog.placement(tenant.id()).orElseThrow();
  }

  private Plan plan(Isolation isolation) {
    return catalog.plans().stream()
        .filter(plan -> plan.allows(isolation) && plan.allowsRegion(server.region()))
        .findFirst()
        .orElseThrow(
            () ->
                new CroftException(
                    ErrorCode.ISOLATION_FORBIDDEN,
                    "no plan allows a tenant in a %s on server %s"
                        .formatted(isolation, server.name()),
                    "attack the other isolations"));
  }

  /** Returns the canaries that are on this server now, in whatever state. */
  List<TenantRow> present() {
    List<TenantRow> found = new ArrayList<>();
    TenantFilter filter =
        new TenantFilter(null, null, server.name(), null, Slug.of("croft-canary"), 200);
    for (TenantRow row : catalog.tenants(filter)) {
      if (row.tenant().slug().value().startsWith(PREFIX) && row.tenant().name().equals(NAME)) {
        found.add(row);
      }
    }
    return found;
  }

  /** Removes every canary on this server: rows, home, login and the tenant itself. */
  void removeAll() {
    CroftException failure = null;
    for (TenantRow row : present()) {
      try {
        removeRows(row.placement());
        homes.dropEvenInUse(row.placement());
        catalog.forgetCanary(row.tenant().id(), AttackSuite.ACTOR);
      } catch (CroftException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** The pool keeps a home's rows when the home goes; the others take theirs along. */
  private void removeRows(Placement home) {
    if (home.isolation() != Isolation.POOL) {
      return;
    }
    try (Connection admin = catalog.admin(server.name(), home.database())) {
      Sql.change(
          admin,
          "DELETE FROM %s WHERE tenant_id = ?"
              .formatted(Identifiers.quote(home.schema(), "croft_canary")),
          home.tenant().value());
    } catch (SQLException e) {
      throw new CroftException(
          ErrorCode.DATABASE_ERROR,
          "the rows of canary %s cannot be removed: %s".formatted(home.tenant(), e.getMessage()),
          "run croft attack again: it removes what is left",
          e);
    }
  }
}

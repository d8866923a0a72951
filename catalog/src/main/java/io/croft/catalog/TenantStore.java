package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** Tenants as rows: creating, listing and their status. */
final class TenantStore {

  private static final String SELECT =
      "SELECT id, slug, name, plan, region, status FROM catalog.tenant";
  private static final String BY_ID = SELECT + " WHERE id = ?";

  private static final String INSERT =
      """
      INSERT INTO catalog.tenant (id, slug, name, plan, region) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;

  private static final String SET_STATUS =
      """
      UPDATE catalog.tenant SET status = ? WHERE id = ? AND status <> 'erased'
      RETURNING id, slug, name, plan, region, status
      """;

  private static final String LIMITS = "SELECT limits FROM catalog.tenant WHERE id = ?";

  private static final String SAVE_LIMITS =
      "UPDATE catalog.tenant SET limits = CAST(? AS jsonb) WHERE id = ?";

  private static final String FORGET_CANARY = "SELECT catalog.forget_canary(?)";

  private final Database database;

  TenantStore(Database database) {
    this.database = database;
  }

  Tenant create(NewTenant tenant, Isolation isolation, String server, String actor) {
    return database.change(
        actor,
        "tenant.create",
        c -> {
          Plan plan = PlanStore.plan(c, tenant.plan());
          PlacementRules.check(plan, tenant.region(), isolation, ServerStore.server(c, server));
          boolean inserted =
              Sql.change(
                      c,
                      INSERT,
                      tenant.id().value(),
                      tenant.slug().value(),
                      tenant.name(),
                      tenant.plan(),
                      tenant.region())
                  == 1;
          return inserted ? place(c, tenant.id(), isolation, server) : existing(c, tenant);
        });
  }

  private static Tenant place(
      Connection connection, TenantId id, Isolation isolation, String server) throws SQLException {
    ServerStore.occupy(connection, server);
    PlacementStore.insert(connection, Placement.of(id, isolation, server, 1));
    return tenant(connection, id);
  }

  private static Tenant existing(Connection connection, NewTenant wanted) throws SQLException {
    Optional<Tenant> found = Sql.first(connection, BY_ID, AppReads::tenant, wanted.id().value());
    if (found.isEmpty()) {
      throw new CroftException(
          ErrorCode.SLUG_TAKEN,
          "the slug " + wanted.slug() + " belongs to another tenant",
          "choose another slug");
    }
    Tenant existing = found.get();
    if (!existing.slug().equals(wanted.slug())) {
      throw new CroftException(
          ErrorCode.TENANT_EXISTS,
          "tenant "
              + wanted.id()
              + " exists already, with the slug "
              + existing.slug()
              + " and not "
              + wanted.slug(),
          "use its slug, or create the tenant with a new id");
    }
    return existing;
  }

  Tenant changeStatus(TenantId id, TenantStatus status, String actor, String action) {
    return database.change(
        actor,
        action,
        c -> {
          Optional<Tenant> changed =
              Sql.first(c, SET_STATUS, AppReads::tenant, status.word(), id.value());
          if (changed.isEmpty()) {
            throw erased(tenant(c, id));
          }
          return changed.get();
        });
  }

  Limits limits(TenantId id) {
    return database.read(
        c ->
            Sql.first(c, LIMITS, row -> Limits.ofCatalog(row.getString(1)), id.value())
                .orElseThrow(() -> Refusals.unknownTenant(id)));
  }

  void saveLimits(TenantId id, Limits limits, String actor) {
    database.change(
        actor,
        "limits.save",
        c -> {
          if (Sql.change(c, SAVE_LIMITS, Json.write(limits.words()), id.value()) == 0) {
            throw Refusals.unknownTenant(id);
          }
          return limits;
        });
  }

  boolean forgetCanary(TenantId id, String actor) {
    return database.change(
        actor,
        "canary.forget",
        c -> Sql.first(c, FORGET_CANARY, row -> row.getBoolean(1), id.value()).orElse(false));
  }

  static Tenant tenant(Connection connection, TenantId id) throws SQLException {
    return Sql.first(connection, BY_ID, AppReads::tenant, id.value())
        .orElseThrow(() -> Refusals.unknownTenant(id));
  }

  private static CroftException erased(Tenant tenant) {
    return new CroftException(
        ErrorCode.TENANT_NOT_ACTIVE,
        "tenant " + tenant.slug() + " is erased and cannot be used again",
        "create a new tenant");
  }
}

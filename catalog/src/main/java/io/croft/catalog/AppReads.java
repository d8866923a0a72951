package io.croft.catalog;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The reads of the data plane, on the views that it may see. */
final class AppReads {

  private static final String TENANT =
      "SELECT id, slug, name, plan, region, status FROM catalog.app_tenant";
  private static final String TENANT_BY_ID = TENANT + " WHERE id = ?";
  private static final String TENANT_BY_SLUG = TENANT + " WHERE slug = ?";

  private static final String PLACEMENT =
      """
      SELECT tenant, isolation, server, database, schema, login, epoch
      FROM catalog.app_placement WHERE tenant = ?
      """;

  private static final String LIST =
      """
      SELECT t.id, t.slug, t.name, t.plan, t.region, t.status,
        p.tenant, p.isolation, p.server, p.database, p.schema, p.login, p.epoch
      FROM catalog.app_tenant t JOIN catalog.app_placement p ON p.tenant = t.id
      WHERE t.status = coalesce(?, t.status)
        AND t.plan = coalesce(?, t.plan)
        AND p.server = coalesce(?, p.server)
        AND p.isolation = coalesce(?, p.isolation)
        AND t.slug > coalesce(?, '')
      ORDER BY t.slug
      LIMIT ?
      """;

  private static final String ENDPOINT =
      "SELECT name, host, port, budget FROM catalog.app_server WHERE name = ?";

  private static final String ENDPOINTS =
      "SELECT name, host, port, budget FROM catalog.app_server ORDER BY name";

  private static final String DESTINATION =
      "SELECT tenant, isolation, server, epoch FROM catalog.app_destination WHERE tenant = ?";

  private static final String ARRIVALS =
      "SELECT tenant, isolation, server, epoch FROM catalog.app_arrival";

  private static final String STANDING =
      "SELECT id, status, limits FROM catalog.app_standing WHERE id = ?";

  /** What transactions have done that have not all ended yet is told again the next time. */
  private static final String CHANGES =
      """
      SELECT mark.next, one.id, one.status, one.limits
      FROM (SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS next) AS mark
      LEFT JOIN (
        SELECT id, status, limits FROM catalog.app_standing WHERE tenant_changed >= ?::text::xid8
        UNION
        SELECT id, status, limits FROM catalog.app_standing WHERE plan_changed >= ?::text::xid8
      ) AS one ON true
      """;

  /**
   * A tenant with its standing.
   *
   * @param tenant null in the one row where none has changed
   */
  private record Change(long mark, @Nullable TenantId tenant, @Nullable Standing standing) {}

  private final Database database;

  AppReads(Database database) {
    this.database = database;
  }

  /** Throws when the views are not there or not readable. */
  void check() {
    database.read(c -> Sql.list(c, TENANT + " LIMIT 0", AppReads::tenant));
  }

  Optional<Tenant> tenant(TenantId id) {
    return database.read(c -> Sql.first(c, TENANT_BY_ID, AppReads::tenant, id.value()));
  }

  Optional<Tenant> tenant(Slug slug) {
    return database.read(c -> Sql.first(c, TENANT_BY_SLUG, AppReads::tenant, slug.value()));
  }

  Optional<Placement> placement(TenantId id) {
    return database.read(c -> Sql.first(c, PLACEMENT, AppReads::placement, id.value()));
  }

  List<TenantRow> tenants(TenantFilter filter) {
    return database.read(
        c ->
            Sql.list(
                c,
                LIST,
                row -> new TenantRow(tenant(row), placement(row)),
                filter.status() == null ? null : filter.status().word(),
                filter.plan(),
                filter.server(),
                filter.isolation() == null ? null : filter.isolation().word(),
                filter.after() == null ? null : filter.after().value(),
                filter.limit()));
  }

  Endpoint endpoint(String server) {
    return database
        .read(c -> Sql.first(c, ENDPOINT, AppReads::endpoint, server))
        .orElseThrow(() -> Refusals.unknownServer(server));
  }

  List<Endpoint> endpoints() {
    return database.read(c -> Sql.list(c, ENDPOINTS, AppReads::endpoint));
  }

  Optional<Placement> destination(TenantId id) {
    return database.read(c -> Sql.first(c, DESTINATION, AppReads::destination, id.value()));
  }

  List<Placement> arrivals() {
    return database.read(c -> Sql.list(c, ARRIVALS, AppReads::destination));
  }

  Optional<Standing> standing(TenantId id) {
    return database.read(c -> Sql.first(c, STANDING, AppReads::standing, id.value()));
  }

  StandingChanges changes(long since) {
    List<Change> changes = database.read(c -> Sql.list(c, CHANGES, AppReads::change, since, since));
    Map<TenantId, Standing> standings = new HashMap<>();
    for (Change change : changes) {
      if (change.tenant() != null && change.standing() != null) {
        standings.put(change.tenant(), change.standing());
      }
    }
    return new StandingChanges(standings, changes.get(0).mark());
  }

  private static Change change(ResultSet row) throws SQLException {
    @Nullable UUID id = row.getObject("id", UUID.class);
    return id == null
        ? new Change(row.getLong("next"), null, null)
        : new Change(row.getLong("next"), new TenantId(id), standing(row));
  }

  private static Standing standing(ResultSet row) throws SQLException {
    return new Standing(
        TenantStatus.of(row.getString("status")), Limits.ofCatalog(row.getString("limits")));
  }

  static Tenant tenant(ResultSet row) throws SQLException {
    return new Tenant(
        new TenantId(row.getObject("id", UUID.class)),
        Slug.of(row.getString("slug")),
        row.getString("name"),
        row.getString("plan"),
        row.getString("region"),
        TenantStatus.of(row.getString("status")));
  }

  static Placement placement(ResultSet row) throws SQLException {
    return new Placement(
        new TenantId(row.getObject("tenant", UUID.class)),
        Isolation.of(row.getString("isolation")),
        row.getString("server"),
        row.getString("database"),
        row.getString("schema"),
        row.getString("login"),
        row.getLong("epoch"));
  }

  private static Placement destination(ResultSet row) throws SQLException {
    return Placement.of(
        new TenantId(row.getObject("tenant", UUID.class)),
        Isolation.of(row.getString("isolation")),
        row.getString("server"),
        row.getLong("epoch"));
  }

  private static Endpoint endpoint(ResultSet row) throws SQLException {
    return new Endpoint(
        row.getString("name"), row.getString("host"), row.getInt("port"), row.getInt("budget"));
  }
}

package io.croft.catalog;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

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

  private static final String ENDPOINT =
      "SELECT name, host, port, budget FROM catalog.app_server WHERE name = ?";

  private static final String STANDINGS =
      "SELECT id, status, limits FROM catalog.app_standing WHERE id = ANY (CAST(? AS uuid[]))";

  private static final String REVISION = "SELECT number FROM catalog.app_revision";

  /** A tenant with its standing. */
  private record Entry(TenantId tenant, Standing standing) {}

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

  Endpoint endpoint(String server) {
    return database
        .read(c -> Sql.first(c, ENDPOINT, AppReads::endpoint, server))
        .orElseThrow(() -> Refusals.unknownServer(server));
  }

  Map<TenantId, Standing> standings(Set<TenantId> tenants) {
    Set<String> ids = tenants.stream().map(TenantId::toString).collect(Collectors.toSet());
    return database.read(c -> Sql.list(c, STANDINGS, AppReads::entry, ids)).stream()
        .collect(Collectors.toMap(Entry::tenant, Entry::standing));
  }

  long revision() {
    return database.read(c -> Sql.first(c, REVISION, row -> row.getLong(1))).orElseThrow();
  }

  private static Entry entry(ResultSet row) throws SQLException {
    return new Entry(
        new TenantId(row.getObject("id", UUID.class)),
        new Standing(
            TenantStatus.of(row.getString("status")), Limits.ofCatalog(row.getString("limits"))));
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

  private static Endpoint endpoint(ResultSet row) throws SQLException {
    return new Endpoint(
        row.getString("name"), row.getString("host"), row.getInt("port"), row.getInt("budget"));
  }
}

package io.croft.bench;

import io.croft.bench.JdbcWay.Flights;
import io.croft.core.TenantId;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** How other libraries for the JVM reach a tenant's rows, and Hibernate over Croft. */
final class PeerWays {

  static final String SPRING_SETTING = "Spring routing, set_config on checkout, RLS";
  static final String SPRING_PATH = "Spring routing, search_path on checkout";
  static final String SHARDING = "ShardingSphere-JDBC by tenant_id";
  static final String HIBERNATE = "Hibernate, no tenancy";
  static final String HIBERNATE_TENANT = "Hibernate @TenantId";
  static final String HIBERNATE_SCHEMA = "Hibernate, schema for each tenant";
  static final String HIBERNATE_POOL = "Hibernate over Croft pool";
  static final String HIBERNATE_SCHEMAS = "Hibernate over Croft schema";

  private static final String SOURCE = "hibernate.connection.datasource";
  private static final String PROVIDER = "hibernate.multi_tenant_connection_provider";

  private PeerWays() {}

  /** Returns those over tables that tenants share: another tenant every time. */
  static List<Way> shared(Site site) throws SQLException {
    List<TenantId> all = site.pool();
    String filter = Baseline.FILTER.schema();
    return List.of(
        new JdbcWay(
                SPRING_SETTING,
                site,
                SpringRouting.over(
                    site.baseline(Baseline.SETTING.schema()), "app.tenant", TenantId::toString),
                Flights.AUTOCOMMIT,
                all)
            .bound(SpringRouting::bound),
        new JdbcWay(
                SHARDING,
                site,
                Sharding.over(site.baseline(filter), site.baseline(filter)),
                Flights.AUTOCOMMIT,
                all)
            .byHand()
            .dialect(Sharding::quoted)
            .manyBackends(),
        new HibernateWay(
            HIBERNATE,
            site,
            Line.class,
            all,
            Map.of(SOURCE, site.baseline(Baseline.EVERYBODY.schema()))),
        new HibernateWay(
                HIBERNATE_TENANT,
                site,
                TenantLine.class,
                all,
                Map.of(SOURCE, site.baseline(filter)))
            .identified(),
        new HibernateWay(HIBERNATE_POOL, site, Line.class, all, Map.of(SOURCE, site.croft()))
            .scoped());
  }

  /** Returns those over tables that each tenant has for itself: another tenant every time. */
  static List<Way> homes(Site site) {
    List<TenantId> tenants = site.schemas();
    Map<UUID, String> schemas = new HashMap<>();
    for (int number = 0; number < tenants.size(); number++) {
      schemas.put(tenants.get(number).value(), AllTables.alone(number));
    }
    return List.of(
        new JdbcWay(
                SPRING_PATH,
                site,
                SpringRouting.over(
                    site.baseline("public"),
                    "search_path",
                    tenant -> Objects.requireNonNull(schemas.get(tenant.value()))),
                Flights.AUTOCOMMIT,
                tenants)
            .bound(SpringRouting::bound)
            .ownKeys(),
        new HibernateWay(
                HIBERNATE_SCHEMA,
                site,
                Line.class,
                tenants,
                Map.of(PROVIDER, new SchemaOfTenant(site.baseline("public"), schemas)))
            .identified()
            .ownKeys(),
        new HibernateWay(HIBERNATE_SCHEMAS, site, Line.class, tenants, Map.of(SOURCE, site.croft()))
            .scoped()
            .ownKeys()
            .manyBackends());
  }
}

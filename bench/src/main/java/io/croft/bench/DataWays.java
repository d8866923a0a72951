package io.croft.bench;

import io.croft.bench.JdbcWay.Flights;
import io.croft.core.TenantId;
import java.util.List;
import javax.sql.DataSource;

/** The ways of the data plane's benchmark, beside those of {@link Ways}. */
final class DataWays {

  static final String SCHEMA_BARE = "HikariCP in the same schema home";
  static final String SCHEMAS = "Croft schema, another tenant every time";
  static final String DATABASE_BARE = "HikariCP in the same database home";

  private DataWays() {}

  /** Returns the ways over tables that tenants share. */
  static List<Way> shared(Site site) {
    List<TenantId> all = site.pool();
    return List.of(
        baseline(Ways.LIMIT, site, Baseline.EVERYBODY),
        baseline(Ways.FILTER, site, Baseline.FILTER).byHand(),
        new JdbcWay(Ways.SETTING, site, pool(site, Baseline.SETTING), Flights.TRANSACTION, all)
            .with(Context.SETTING),
        new JdbcWay(Ways.POOL, site, site.croft(), Flights.AUTOCOMMIT, all).scoped(),
        new JdbcWay(Ways.POOL_SAME, site, site.croft(), Flights.AUTOCOMMIT, all.subList(0, 1))
            .scoped());
  }

  /** Returns the ways over tables that each tenant has for itself. */
  static List<Way> homes(Site site) {
    List<TenantId> one = List.of(site.ofSchema());
    List<TenantId> database = List.of(site.ofDatabase());
    DataSource croft = site.croft();
    return List.of(
        new JdbcWay(SCHEMA_BARE, site, site.bareHome(one.get(0), 1), Flights.AUTOCOMMIT, one),
        new JdbcWay(Ways.SCHEMA, site, croft, Flights.AUTOCOMMIT, one).scoped(),
        new JdbcWay(SCHEMAS, site, croft, Flights.AUTOCOMMIT, site.schemas())
            .scoped()
            .ownKeys()
            .manyBackends(),
        new JdbcWay(
            DATABASE_BARE, site, site.bareHome(database.get(0), 1), Flights.AUTOCOMMIT, database),
        new JdbcWay(Ways.DATABASE, site, croft, Flights.AUTOCOMMIT, database).scoped());
  }

  private static JdbcWay baseline(String name, Site site, Baseline which) {
    return new JdbcWay(name, site, pool(site, which), Flights.AUTOCOMMIT, site.pool());
  }

  private static DataSource pool(Site site, Baseline which) {
    return site.baseline(which.schema());
  }
}

package io.croft.bench;

import io.croft.bench.JdbcWay.Flights;
import io.croft.core.TenantId;
import java.util.List;
import javax.sql.DataSource;

/** All ways that are compared, by the names under which goals speak of them. */
final class Ways {

  static final String LIMIT = "no tenancy";
  static final String LIMIT_TX = "no tenancy, in a transaction";
  static final String FILTER = "filter by hand";
  static final String FILTER_TX = "filter by hand, in a transaction";
  static final String SETTING = "RLS by a setting";
  static final String SETTING_ONE = "RLS by a setting, one flight";
  static final String SIGNED = "RLS by a signed setting";
  static final String GATE = "gate, bare driver";
  static final String GATE_ONE = "gate, bare driver, one flight";
  static final String POOL = "Croft pool, another tenant every time";
  static final String POOL_SAME = "Croft pool, the same tenant";
  static final String ALONE = "one tenant, no tenancy";
  static final String ALONE_TX = "one tenant, no tenancy, in a transaction";
  static final String SCHEMA = "Croft schema";
  static final String SCHEMA_TX = "Croft schema, in a transaction";
  static final String DATABASE = "Croft database";
  static final String DATABASE_TX = "Croft database, in a transaction";

  private Ways() {}

  static List<Way> of(Site site) {
    List<TenantId> all = site.pool();
    List<TenantId> first = all.subList(0, 1);
    DataSource everybody = site.baseline(Baseline.EVERYBODY.schema());
    DataSource filter = site.baseline(Baseline.FILTER.schema());
    DataSource setting = site.baseline(Baseline.SETTING.schema());
    DataSource signed = site.baseline(Baseline.SIGNED.schema());
    DataSource alone = site.baseline(Baseline.ALONE.schema());
    DataSource raw = site.barePool();
    return List.of(
        new JdbcWay(LIMIT, site, everybody, Flights.AUTOCOMMIT, all).only(Ways::withoutFilter),
        new JdbcWay(LIMIT_TX, site, everybody, Flights.TRANSACTION, all).only(Ways::oneLookup),
        new JdbcWay(FILTER, site, filter, Flights.AUTOCOMMIT, all).byHand(),
        new JdbcWay(FILTER_TX, site, filter, Flights.TRANSACTION, all)
            .byHand()
            .only(Ways::oneLookup),
        new JdbcWay(SETTING, site, setting, Flights.TRANSACTION, all).with(Context.SETTING),
        new JdbcWay(SETTING_ONE, site, setting, Flights.ONE, all).with(Context.SETTING),
        new JdbcWay(SIGNED, site, signed, Flights.TRANSACTION, all).with(Context.SIGNED_SETTING),
        new JdbcWay(GATE, site, raw, Flights.TRANSACTION, all).with(Context.ENTER),
        new JdbcWay(GATE_ONE, site, raw, Flights.ONE, all).with(Context.ENTER),
        new JdbcWay(POOL, site, site.croft(), Flights.AUTOCOMMIT, all).scoped(),
        new JdbcWay(POOL_SAME, site, site.croft(), Flights.AUTOCOMMIT, first).scoped(),
        new JdbcWay(ALONE, site, alone, Flights.AUTOCOMMIT, first),
        new JdbcWay(ALONE_TX, site, alone, Flights.TRANSACTION, first).only(Ways::oneLookup),
        home(SCHEMA, site, Flights.AUTOCOMMIT, site.ofSchema()),
        home(SCHEMA_TX, site, Flights.TRANSACTION, site.ofSchema()).only(Ways::oneLookup),
        home(DATABASE, site, Flights.AUTOCOMMIT, site.ofDatabase()),
        home(DATABASE_TX, site, Flights.TRANSACTION, site.ofDatabase()).only(Ways::oneLookup));
  }

  private static JdbcWay home(String name, Site site, Flights flights, TenantId tenant) {
    return new JdbcWay(name, site, site.croft(), flights, List.of(tenant)).scoped();
  }

  private static boolean oneLookup(Workload workload) {
    return workload == Workload.LOOKUP;
  }

  private static boolean withoutFilter(Workload workload) {
    return workload.byUniqueKey() || workload.inserts();
  }
}

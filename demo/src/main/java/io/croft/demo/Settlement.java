package io.croft.demo;

import io.croft.catalog.LimitMode;
import io.croft.catalog.Limits;
import io.croft.catalog.NewTenant;
import io.croft.catalog.Plan;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Gives every business its home and its rows. */
final class Settlement {

  private static final int LOADERS = 2;

  private final Platform platform;
  private final People.Source people;
  private final Interruption interruption;
  private final Map<Isolation, List<Long>> nanos = new EnumMap<>(Isolation.class);
  private final Map<TenantId, Books.Turnover> turnover = new ConcurrentHashMap<>();
  private final AtomicLong rows = new AtomicLong();

  Settlement(Platform platform, People.Source people, Interruption interruption) {
    this.platform = platform;
    this.people = people;
    this.interruption = interruption;
  }

  /** Creates the tenants and their homes, one after the other, and takes the time. */
  void provision(List<Business> businesses) {
    countLimits();
    for (Business business : businesses) {
      interruption.check();
      long begin = System.nanoTime();
      provision(business);
      nanos
          .computeIfAbsent(business.isolation(), i -> new ArrayList<>())
          .add(System.nanoTime() - begin);
    }
  }

  /** A year of a business passes in a minute here: more than any plan allows. */
  private void countLimits() {
    for (Plan plan : platform.catalog().plans()) {
      Limits counted = plan.limits().with("mode", LimitMode.DRY_RUN.word());
      platform.catalog().savePlan(plan.withLimits(counted), Platform.ACTOR);
    }
  }

  private void provision(Business business) {
    platform
        .provisioning()
        .provision(
            new NewTenant(
                business.tenant(), business.slug(), business.name(), business.plan(), null),
            Optional.of(business.isolation()),
            Optional.of(business.server()),
            Platform.ACTOR);
  }

  /** Generates and writes the rows of all businesses. */
  void load(List<Business> businesses) throws SQLException {
    Loader loader = new Loader(platform.source());
    Parallel.forEach(
        LOADERS,
        businesses,
        business -> {
          interruption.check();
          Books books = Bookkeeper.books(business, people);
          loader.load(business, books);
          turnover.put(business.tenant(), books.turnover(Season.BILLED_FROM, Season.TODAY));
          rows.addAndGet(books.rows());
        });
  }

  /** Returns how many rows were written. */
  long rows() {
    return rows.get();
  }

  /** Returns what the generated records of a business add up to in the billed month. */
  Books.Turnover turnover(TenantId tenant) {
    Books.Turnover known = turnover.get(tenant);
    if (known == null) {
      throw new IllegalStateException("nothing was loaded for tenant " + tenant);
    }
    return known;
  }

  /** Returns by isolation how many homes were made, and the median time. */
  Map<String, DemoReport.Provisioning> provisioning() {
    Map<String, DemoReport.Provisioning> provisioning = new LinkedHashMap<>();
    nanos.forEach(
        (isolation, times) ->
            provisioning.put(
                isolation.word(),
                new DemoReport.Provisioning(
                    times.size(), Quantiles.millis(Quantiles.of(times, 0.5)))));
    return provisioning;
  }
}

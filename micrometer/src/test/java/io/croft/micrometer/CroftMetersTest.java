package io.croft.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.croft.core.TenantId;
import io.croft.jdbc.CatalogSnapshot;
import io.croft.jdbc.ErrorKind;
import io.croft.jdbc.ServerSnapshot;
import io.croft.jdbc.Snapshot;
import io.croft.jdbc.TenantSnapshot;
import io.croft.jdbc.Usage;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the meters tell of tenants that come and go, by numbers that the test makes. */
final class CroftMetersTest {

  private static final int MOST = 10;
  private static final Duration NEVER = Duration.ofDays(1);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Map<TenantId, long[]> counts = new HashMap<>();
  private long[] forgotten = new long[4];
  private final CroftMeters meters = new CroftMeters(this::snapshot, Tags.empty(), NEVER);

  @AfterEach
  void close() {
    meters.close();
  }

  /** Lets a tenant run transactions; what they hold is their cost. */
  private void use(TenantId tenant, long transactions, long millis, long errors) {
    long[] its = counts.computeIfAbsent(tenant, one -> new long[4]);
    its[0] += transactions;
    its[1] += millis;
    its[2] += errors;
    its[3] += transactions + 1;
  }

  private void forget(TenantId tenant) {
    forgotten = sum(forgotten, counts.remove(tenant));
  }

  private Snapshot snapshot() {
    List<TenantId> costliest =
        counts.keySet().stream()
            .sorted(Comparator.comparingLong((TenantId one) -> counts.get(one)[1]).reversed())
            .limit(MOST)
            .toList();
    long[] other = forgotten;
    for (Map.Entry<TenantId, long[]> one : counts.entrySet()) {
      other = costliest.contains(one.getKey()) ? other : sum(other, one.getValue());
    }
    return new Snapshot(
        List.of(new ServerSnapshot("eu-1", 10, 3, 2, 1, 7, 5, 1, 4, true, 2, usage(other))),
        costliest.stream().map(one -> new TenantSnapshot(one, usage(counts.get(one)))).toList(),
        usage(other),
        new CatalogSnapshot(false, 2, 9));
  }

  private static long[] sum(long[] one, long[] other) {
    long[] sum = one.clone();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += other[i];
    }
    return sum;
  }

  private static Usage usage(long[] its) {
    return new Usage(
        its[3],
        its[0],
        Duration.ZERO,
        Duration.ofMillis(its[1]),
        0,
        its[0] / 2,
        its[2] == 0 ? Map.of() : Map.of(ErrorKind.CONSTRAINT, its[2]));
  }

  private double value(String meter, String... tags) {
    return registry.get(meter).tags(tags).functionCounter().count();
  }

  private double gauge(String meter, String... tags) {
    return registry.get(meter).tags(tags).gauge().value();
  }

  private Map<Meter.Id, Double> counters() {
    return registry.getMeters().stream()
        .filter(FunctionCounter.class::isInstance)
        .map(FunctionCounter.class::cast)
        .collect(Collectors.toMap(FunctionCounter::getId, FunctionCounter::count));
  }

  @Test
  void tellsOfServersAndOfTheCatalog() {
    meters.bindTo(registry);
    assertThat(gauge("croft.pool.connections", "server", "eu-1", "state", "in-use")).isEqualTo(3);
    assertThat(gauge("croft.pool.connections", "server", "eu-1", "state", "idle")).isEqualTo(2);
    assertThat(gauge("croft.pool.connections", "state", "connecting")).isEqualTo(1);
    assertThat(gauge("croft.pool.budget")).isEqualTo(10);
    assertThat(gauge("croft.pool.waiting")).isEqualTo(7);
    assertThat(value("croft.pool.logins", "outcome", "made")).isEqualTo(5);
    assertThat(value("croft.pool.logins", "outcome", "failed")).isEqualTo(1);
    assertThat(value("croft.pool.evictions")).isEqualTo(4);
    assertThat(gauge("croft.pool.barred")).isEqualTo(1);
    assertThat(gauge("croft.pool.barred.logins")).isEqualTo(2);
    assertThat(gauge("croft.catalog.reachable")).isZero();
    assertThat(value("croft.catalog.outages")).isEqualTo(2);
    assertThat(value("croft.catalog.unanswered")).isEqualTo(9);
  }

  @Test
  void tellsWhatHappensWhileATenantIsListed() {
    TenantId tenant = TenantId.random();
    use(tenant, 5, 70, 1);
    meters.bindTo(registry);
    String id = tenant.toString();
    assertThat(value("croft.tenant.transactions", "tenant", id)).as("before").isZero();
    assertThat(value("croft.tenant.transactions", "tenant", "other")).isEqualTo(5);
    use(tenant, 2, 1_500, 3);
    meters.refresh();
    assertThat(value("croft.tenant.transactions", "tenant", id)).isEqualTo(2);
    assertThat(value("croft.tenant.checkouts", "tenant", id)).isEqualTo(3);
    assertThat(value("croft.tenant.held", "tenant", id)).isEqualTo(1.5);
    assertThat(value("croft.tenant.errors", "tenant", id, "kind", "constraint")).isEqualTo(3);
    assertThat(value("croft.tenant.errors", "tenant", id, "kind", "timeout")).isZero();
    assertThat(value("croft.tenant.over.limit", "tenant", id, "enforced", "false")).isEqualTo(1);
    assertThat(value("croft.tenant.over.limit", "tenant", id, "enforced", "true")).isZero();
    assertThat(value("croft.tenant.transactions", "tenant", "other")).isEqualTo(5);
  }

  @Test
  void keepsItsSizeAndDecreasesNeverWhileTenThousandTenantsComeAndGo() {
    Random random = new Random(20_261_121);
    List<TenantId> all = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      all.add(TenantId.random());
    }
    meters.bindTo(registry);
    Map<Meter.Id, Double> before = counters();
    double told = 0;
    long happened = 0;
    for (int first = 0; first < all.size(); first += 20) {
      for (TenantId tenant : all.subList(first, first + 20)) {
        // The later, the costlier: each refresh lists others.
        use(tenant, 1 + random.nextInt(9), 1 + first + random.nextInt(500), random.nextInt(2));
      }
      use(all.get(random.nextInt(first + 20)), 1, 3 * first, 1);
      if (random.nextInt(4) == 0) {
        forget(counts.keySet().iterator().next());
      }
      meters.refresh();
      Map<Meter.Id, Double> after = counters();
      for (Map.Entry<Meter.Id, Double> one : after.entrySet()) {
        double was = before.getOrDefault(one.getKey(), 0.0);
        assertThat(one.getValue()).as("%s", one.getKey()).isGreaterThanOrEqualTo(was);
        told += one.getKey().getName().equals("croft.tenant.held") ? one.getValue() - was : 0;
      }
      assertSize();
      before = after;
      happened = sum(forgotten, total())[1];
    }
    assertThat(told).as("seconds, each told once").isCloseTo(happened / 1e3, within(1e-3));
  }

  @Test
  void losesNothingOfATenantThatWasForgottenBetweenTwoLooks() {
    TenantId tenant = TenantId.random();
    meters.bindTo(registry);
    use(tenant, 1, 10, 0);
    meters.refresh();
    use(tenant, 5, 10, 0);
    meters.refresh();
    forget(tenant);
    use(tenant, 2, 10, 0);
    meters.refresh();
    String id = tenant.toString();
    double its = value("croft.tenant.transactions", "tenant", id);
    assertThat(its).as("not less than before").isGreaterThanOrEqualTo(5);
    assertThat(its + value("croft.tenant.transactions", "tenant", "other")).isEqualTo(8);
  }

  private long[] total() {
    return counts.values().stream().reduce(new long[4], CroftMetersTest::sum);
  }

  private void assertSize() {
    Map<Object, Long> series =
        registry.getMeters().stream()
            .filter(meter -> meter.getId().getName().startsWith("croft.tenant."))
            .collect(
                Collectors.groupingBy(
                    (Function<Meter, Object>)
                        meter ->
                            meter.getId().getName()
                                + meter.getId().getTag("kind")
                                + meter.getId().getTag("enforced"),
                    Collectors.counting()));
    assertThat(series).hasSize(TenantMeter.ALL.size());
    assertThat(series.values()).allMatch(number -> number <= MOST + 1);
  }

  @Test
  void leavesNothingInARegistryWhenItIsClosed() {
    CompositeMeterRegistry composite = new CompositeMeterRegistry();
    composite.add(registry);
    use(TenantId.random(), 1, 1, 1);
    meters.bindTo(composite);
    assertThat(registry.getMeters()).isNotEmpty();
    meters.close();
    assertThat(composite.getMeters()).isEmpty();
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void keepsDataSourcesApartByATag() {
    try (CroftMeters second = new CroftMeters(this::snapshot, Tags.of("source", "two"), NEVER)) {
      meters.bindTo(registry);
      int one = registry.getMeters().size();
      second.bindTo(registry);
      assertThat(registry.getMeters()).hasSize(2 * one);
    }
  }

  @Test
  void refusesWhatCannotBe() {
    CroftMeters.Builder builder = CroftMeters.builder(null);
    assertThatThrownBy(() -> builder.tenants(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.interval(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** What the fair queue promises, whatever the load. */
final class FairQueuePromisesTest {

  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  @Property(tries = 15)
  void servesTenantsOfEqualWeightEquallyWhateverTheirThreadsAndHolds(
      @ForAll @IntRange(min = 4, max = 16) int budget,
      @ForAll @IntRange(min = 2, max = 6) int tenants,
      @ForAll @IntRange(min = 16, max = 40) int threads,
      @ForAll @LongRange(min = 1, max = 20) long millis,
      @ForAll long seed) {
    for (int more = 0; more < QueueSimulation.SEEDS; more++) {
      QueueSimulation simulation = new QueueSimulation(budget, seed + more);
      List<TenantId> all = new ArrayList<>();
      for (int i = 0; i < tenants; i++) {
        long hold = (1 + (millis * (i + 1)) % 20) * MILLI;
        all.add(simulation.clients(threads * (i % 3 + 1), TenantLimits.NONE, hold, 0));
      }
      simulation.run(2 * SECOND);
      simulation.measure();
      simulation.run(30 * SECOND);
      double mean =
          all.stream().mapToLong(one -> simulation.served(one).heldNanos).average().orElseThrow();
      assertThat(all)
          .allSatisfy(
              one -> assertThat(simulation.served(one).heldNanos / mean).isBetween(0.95, 1.05));
    }
  }

  @Property(tries = 15)
  void servesTenantsByTheirWeights(
      @ForAll @IntRange(min = 8, max = 16) int budget,
      @ForAll @IntRange(min = 1, max = 3) int light,
      @ForAll @IntRange(min = 2, max = 4) int factor,
      @ForAll @LongRange(min = 1, max = 10) long millis,
      @ForAll long seed) {
    for (int more = 0; more < QueueSimulation.SEEDS; more++) {
      QueueSimulation simulation = new QueueSimulation(budget, seed + more);
      TenantLimits few = weight(light);
      TenantLimits many = weight(light * factor);
      TenantId small = simulation.clients(40, few, millis * MILLI, 0);
      TenantId other = simulation.clients(40, few, millis * MILLI, 0);
      TenantId large = simulation.clients(40, many, millis * MILLI, 0);
      simulation.run(2 * SECOND);
      simulation.measure();
      simulation.run(30 * SECOND);
      double share = simulation.served(small).heldNanos;
      assertThat(simulation.served(large).heldNanos / share)
          .isBetween(factor * 0.95, factor * 1.05);
      assertThat(simulation.served(other).heldNanos / share).isBetween(0.95, 1.05);
    }
  }

  @Property(tries = 15)
  void letsAQuietTenantWaitForOneTransactionAtMost(
      @ForAll @IntRange(min = 4, max = 16) int budget,
      @ForAll @IntRange(min = 20, max = 200) int threads,
      @ForAll @LongRange(min = 1, max = 30) long millis,
      @ForAll long seed) {
    for (int more = 0; more < QueueSimulation.SEEDS; more++) {
      QueueSimulation simulation = new QueueSimulation(budget, seed + more);
      simulation.clients(threads, TenantLimits.NONE, millis * MILLI, 0);
      simulation.clients(threads, TenantLimits.NONE, millis * MILLI, 0);
      TenantId quiet = simulation.clients(1, TenantLimits.NONE, MILLI, 15 * MILLI);
      simulation.run(10 * SECOND);
      assertThat(simulation.served(quiet).permits).isGreaterThan(100);
      assertThat(simulation.served(quiet).longestWait())
          .isLessThanOrEqualTo(millis * MILLI * 3 / 2);
    }
  }

  @Property(tries = 15)
  void neverFillsTheServerWithLongTransactions(
      @ForAll @IntRange(min = 4, max = 16) int budget,
      @ForAll @IntRange(min = 1, max = 20) int noisy,
      @ForAll @LongRange(min = 100, max = 3_000) long millis,
      @ForAll long seed) {
    for (int more = 0; more < QueueSimulation.SEEDS; more++) {
      QueueSimulation simulation = new QueueSimulation(budget, seed + more);
      for (int i = 0; i < noisy; i++) {
        simulation.clients(10, TenantLimits.NONE, millis * MILLI, 0);
      }
      // Until every one of them is known to be slow.
      simulation.run(20L * noisy * millis * MILLI / budget + 10 * SECOND);
      TenantId quiet = simulation.clients(1, TenantLimits.NONE, MILLI, 15 * MILLI);
      simulation.measure();
      simulation.run(10 * SECOND);
      assertThat(simulation.served(quiet).permits).isGreaterThan(100);
      assertThat(simulation.served(quiet).longestWait()).isLessThanOrEqualTo(MILLI);
    }
  }

  @Property(tries = 10)
  void givesNoMorePermitsThanTheRateInAnySixtySeconds(
      @ForAll @IntRange(min = 1, max = 100) int perMinute,
      @ForAll @IntRange(min = 1, max = 5) int threads,
      @ForAll @LongRange(min = 0, max = 300) long thinkMillis,
      @ForAll long seed) {
    for (int more = 0; more < QueueSimulation.SEEDS; more++) {
      QueueSimulation simulation = new QueueSimulation(8, seed + more);
      TenantLimits limits =
          new TenantLimits(1, TenantLimits.UNLIMITED, perMinute, TenantLimits.UNLIMITED_TIME, true);
      TenantId tenant = simulation.clients(threads, limits, MILLI, thinkMillis * MILLI);
      List<Integer> bySecond = new ArrayList<>();
      int before = 0;
      for (int second = 0; second < 200; second++) {
        simulation.run(SECOND);
        int permits = simulation.served(tenant).permits;
        bySecond.add(permits - before);
        before = permits;
      }
      for (int from = 0; from + 60 <= bySecond.size(); from++) {
        int inAMinute = bySecond.subList(from, from + 60).stream().mapToInt(n -> n).sum();
        assertThat(inAMinute).isLessThanOrEqualTo(perMinute);
      }
      assertThat(before).isGreaterThanOrEqualTo(Math.min(perMinute, threads));
    }
  }

  @Property(tries = 10)
  void holdsATenantToItsDatabaseTime(
      @ForAll @LongRange(min = 10, max = 900) long millisPerSecond,
      @ForAll @IntRange(min = 1, max = 20) int threads,
      @ForAll @LongRange(min = 1, max = 400) long holdMillis,
      @ForAll long seed) {
    for (int more = 0; more < QueueSimulation.SEEDS; more++) {
      QueueSimulation simulation = new QueueSimulation(8, seed + more);
      TenantLimits limits =
          new TenantLimits(
              1, TenantLimits.UNLIMITED, TenantLimits.UNLIMITED, millisPerSecond * MILLI, true);
      TenantId tenant = simulation.clients(threads, limits, holdMillis * MILLI, 0);
      simulation.run(100 * SECOND);
      // What may be saved up, and what was being held when the debt began.
      double most = millisPerSecond * MILLI * 105.0 + 8 * 1.5 * holdMillis * MILLI;
      assertThat(simulation.served(tenant).heldNanos).isLessThanOrEqualTo((long) most);
      double least = Math.min(millisPerSecond, 0.4 * 1000 * threads) * MILLI * 95.0;
      assertThat(simulation.served(tenant).heldNanos + 1.5 * threads * holdMillis * MILLI)
          .isGreaterThan(least * 0.9);
    }
  }

  private static TenantLimits weight(int weight) {
    return new TenantLimits(
        weight, TenantLimits.UNLIMITED, TenantLimits.UNLIMITED, TenantLimits.UNLIMITED_TIME, true);
  }
}

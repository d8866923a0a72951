package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.croft.core.Access;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is counted of tenants, under a clock that stands still unless moved. */
final class TalliesTest {

  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Tallies tallies = new Tallies();
  private final TenantId a = TenantId.random();
  private final TenantId b = TenantId.random();
  private final List<Held> held = new ArrayList<>();

  /** Where a half-life begins: what is used within it fades together. */
  private long now =
      (Math.floorDiv(System.nanoTime(), Tally.HALF_LIFE_NANOS) + 1) * Tally.HALF_LIFE_NANOS;

  private Held took(TenantId tenant, long waited) {
    tallies.took(tenant, waited, now);
    Share share = new Share(tenant, 0, now);
    Ticket ticket =
        new Ticket(
            tenant,
            Lane.ALWAYS,
            this,
            now,
            new Ticket.Applicant() {
              @Override
              public void granted(Permit permit) {}

              @Override
              public void refused(Refusal refusal) {}
            });
    ConnectionKey key =
        ConnectionKey.of(Placement.of(tenant, Isolation.POOL, "one", 1), Access.FULL);
    LoginLane lane = new LoginLane(key, new Breaker(), () -> now, () -> false);
    return new Held(new Permit(share, ticket, 0, now), lane, tenant, now, null);
  }

  private void use(TenantId tenant, long nanos) {
    Held how = took(tenant, 0);
    now += nanos;
    tallies.gaveBack(how, true, now);
  }

  private Usage of(TenantId tenant) {
    return tallies.read(Set.of(tenant), held, now).tenants().getOrDefault(tenant, Usage.NONE);
  }

  private Usage total() {
    return tallies.read(Set.of(), held, now).total();
  }

  @Test
  void countsWhatATenantUses() {
    Held how = took(a, 5);
    now += 7;
    tallies.gaveBack(how, true, now);
    tallies.gaveBack(took(a, 1), false, now);
    tallies.gaveUp(a, 3, now);
    assertThat(of(a))
        .isEqualTo(new Usage(2, 1, Duration.ofNanos(9), Duration.ofNanos(7), 0, 0, Map.of()));
    assertThat(of(b)).isEqualTo(Usage.NONE);
    assertThat(total()).isEqualTo(of(a));
  }

  @Test
  void countsTheTimeOfWhatIsHeldStill() {
    held.add(took(a, 0));
    now += 3 * SECOND;
    assertThat(of(a).held()).isEqualTo(Duration.ofSeconds(3));
    assertThat(total().held()).isEqualTo(Duration.ofSeconds(3));
    tallies.gaveBack(held.remove(0), true, now);
    assertThat(of(a).held()).isEqualTo(Duration.ofSeconds(3));
  }

  @Test
  void countsErrorsByKindAndLimitsByWhetherTheyAreEnforced() {
    tallies.failed(a, ErrorKind.CONSTRAINT, now);
    tallies.failed(a, ErrorKind.CONSTRAINT, now);
    tallies.failed(b, ErrorKind.TIMEOUT, now);
    tallies.overLimit(a, Refusal.Reason.RATE, true, now);
    tallies.overLimit(b, Refusal.Reason.RATE, false, now);
    assertThat(of(a).errors()).containsOnly(Map.entry(ErrorKind.CONSTRAINT, 2L));
    assertThat(of(a).overLimit()).isEqualTo(1);
    assertThat(of(a).overLimitDryRun()).isZero();
    assertThat(of(b).overLimitDryRun()).isEqualTo(1);
    assertThat(total().errors()).hasSize(2);
    assertThat(total()).isEqualTo(of(a).plus(of(b)));
    assertThat(total().minus(of(a))).isEqualTo(of(b));
  }

  @Test
  void forgetsWhoRestsAndKeepsTheTotal() {
    use(a, SECOND);
    held.add(took(b, 0));
    Usage before = total();
    now += TimeUnit.MINUTES.toNanos(6);
    tallies.forget(now);
    assertThat(tallies.tenants()).as("b holds a connection").isEqualTo(1);
    assertThat(of(a)).isEqualTo(Usage.NONE);
    assertThat(total().transactions()).isEqualTo(before.transactions());
    assertThat(total().held()).isGreaterThanOrEqualTo(before.held());
  }

  @Test
  void ranksByDatabaseTimeOfLate() {
    use(a, 60 * SECOND);
    use(b, 20 * SECOND);
    assertThat(ranks(2)).containsExactly(a, b);
    assertThat(ranks(1)).containsExactly(a);
    assertThat(ranks(0)).isEmpty();
    now += 2 * Tally.HALF_LIFE_NANOS;
    use(b, SECOND);
    assertThat(ranks(2)).as("15 of what was 60, against 5 and 1").containsExactly(a, b);
    use(b, 10 * SECOND);
    assertThat(ranks(2)).containsExactly(b, a);
    held.add(took(a, 0));
    now += 2 * SECOND;
    assertThat(ranks(2)).as("what is held still counts").containsExactly(a, b);
  }

  private List<TenantId> ranks(int most) {
    return tallies.costliest(most, held, now).stream().map(Tallies.Cost::tenant).toList();
  }

  @Test
  void allocatesNothingForATransaction() {
    Held how = took(a, 0);
    tallies.gaveBack(how, true, now);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long allocated = Long.MAX_VALUE;
    // The first passes load classes and compile.
    for (int pass = 0; pass < 5; pass++) {
      long before = threads.getThreadAllocatedBytes(thread);
      for (int i = 0; i < 10_000; i++) {
        tallies.took(a, 10, now);
        tallies.gaveBack(how, true, now);
      }
      allocated = Math.min(allocated, threads.getThreadAllocatedBytes(thread) - before);
    }
    assertThat(allocated).as("bytes for 10,000 transactions").isLessThan(10_000);
  }
}

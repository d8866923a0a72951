package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.TenantId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each rule of the fair queue by itself, under a clock that stands still unless moved. */
final class FairQueueTest {

  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long PATIENCE = 2_000 * MILLI;

  private final TenantId a = TenantId.random();
  private final TenantId b = TenantId.random();
  private long now;
  private FairQueue queue = new FairQueue(8);

  /** One request, and what it was given. */
  private static class Asked implements Ticket.Applicant {
    private Ticket ticket;
    private @Nullable Permit permit;
    private @Nullable Refusal refusal;

    @Override
    public void granted(Permit given) {
      permit = given;
    }

    @Override
    public void refused(Refusal why) {
      refusal = why;
    }

    boolean served() {
      return permit != null;
    }
  }

  private Asked ask(TenantId tenant) {
    return ask(tenant, new Object(), TenantLimits.NONE, Lane.ALWAYS);
  }

  private Asked ask(TenantId tenant, Object holder, TenantLimits limits, Lane lane) {
    Asked asked = new Asked();
    asked.ticket = new Ticket(tenant, lane, holder, now + PATIENCE, asked);
    asked.refusal = queue.arrive(asked.ticket, limits, now);
    if (asked.served()) {
      queue.ready(asked.permit, now);
    }
    return asked;
  }

  private void end(Asked asked) {
    queue.release(asked.permit, now);
  }

  /** Lets a tenant's cost be known. */
  private void learn(TenantId tenant, long hold) {
    Asked first = ask(tenant);
    now += hold;
    end(first);
  }

  private static TenantLimits limits(int connections, int perMinute, boolean enforced) {
    return new TenantLimits(1, connections, perMinute, TenantLimits.UNLIMITED_TIME, enforced);
  }

  @Test
  void givesATenantOfUnknownCostOnePermit() {
    Asked first = ask(a);
    Asked second = ask(a);
    assertThat(first.served()).isTrue();
    assertThat(second.served()).isFalse();
    now += MILLI;
    end(first);
    assertThat(second.served()).isTrue();
    assertThat(ask(a).served()).as("known now").isTrue();
  }

  @Test
  void knowsTheCostOfATenantWhoseFirstPermitIsHeldForLong() {
    ask(a);
    Asked second = ask(a);
    now += 40 * MILLI;
    queue.tick(now);
    assertThat(second.served()).isFalse();
    now += 20 * MILLI;
    queue.tick(now);
    assertThat(second.served()).isTrue();
    assertThat(queue.numbers(a).expensive()).isTrue();
  }

  @Test
  void doesNotLearnFromAConnectionThatWasNeverMade() {
    Asked first = new Asked();
    first.ticket = new Ticket(a, Lane.ALWAYS, new Object(), PATIENCE, first);
    queue.arrive(first.ticket, TenantLimits.NONE, now);
    now += 5_000 * MILLI;
    queue.tick(now);
    end(first);
    assertThat(queue.numbers(a).expensive()).isFalse();
    assertThat(ask(a).served()).isTrue();
    assertThat(ask(a).served()).as("still unknown").isFalse();
  }

  @Test
  void keepsTheLastPermitForATenantThatHoldsNone() {
    learn(a, MILLI);
    List<Asked> all = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      all.add(ask(a));
    }
    assertThat(all.stream().filter(Asked::served)).hasSize(7);
    assertThat(ask(b).served()).isTrue();
  }

  @Test
  void leavesPermitsToThoseThatAreNotExpensive() {
    learn(a, 100 * MILLI);
    TenantId slow = TenantId.random();
    learn(slow, 100 * MILLI);
    for (int i = 0; i < 6; i++) {
      assertThat(ask(a).served()).isTrue();
    }
    assertThat(ask(slow).served()).isTrue();
    Asked excluded = ask(TenantId.random());
    assertThat(excluded.served()).as("unknown ones count as cheap").isTrue();
    end(excluded);
    assertThat(ask(a).served()).isFalse();
    TenantId other = TenantId.random();
    learn(other, MILLI);
    assertThat(ask(other).served()).isTrue();
  }

  @Test
  void servesTheQuietBeforeTheQueueOfTheNoisy() {
    learn(a, MILLI);
    List<Asked> noisy = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      noisy.add(ask(a));
    }
    TenantId third = TenantId.random();
    assertThat(ask(third).served()).as("the last permit").isTrue();
    Asked quiet = ask(b);
    assertThat(quiet.served()).isFalse();
    now += MILLI;
    end(noisy.get(0));
    assertThat(quiet.served()).isTrue();
  }

  @Test
  void letsATenantThatComesBackBeginAtThePresent() {
    queue = new FairQueue(1);
    learn(a, 60_000 * MILLI);
    now += 600_000 * MILLI;
    learn(b, MILLI);
    Asked running = ask(b);
    List<Asked> queued = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      queued.add(ask(b));
    }
    Asked back = ask(a);
    now += MILLI;
    end(running);
    assertThat(back.served()).as("before all that b has queued").isTrue();
    assertThat(queued).noneMatch(Asked::served);
  }

  @Test
  void remembersHalfOfADebtAfterThirtySeconds() {
    queue = new FairQueue(1);
    learn(a, 400 * MILLI);
    now += 30_000 * MILLI;
    learn(b, 10 * MILLI);
    Asked running = ask(b);
    List<Asked> queued = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      queued.add(ask(b));
    }
    Asked back = ask(a);
    int before = 0;
    while (!back.served()) {
      now += 10 * MILLI;
      Asked ending = running;
      end(ending);
      running = back.served() ? back : queued.remove(0);
      before++;
    }
    assertThat(before).as("times ten milliseconds").isBetween(18, 22);
  }

  @Test
  void doesNotTakeBackWhatWasGiven() {
    queue = new FairQueue(1);
    Asked running = ask(a);
    Asked next = ask(b);
    assertThat(queue.cancel(running.ticket, now)).as("given at once").isFalse();
    now += MILLI;
    end(running);
    assertThat(next.served()).isTrue();
    assertThat(queue.cancel(next.ticket, now)).as("given while it waited").isFalse();
    assertThat(queue.cancel(next.ticket, now)).as("once more").isFalse();
    assertThat(queue.inUse()).isEqualTo(1);
    end(next);
    assertThat(queue.cancel(next.ticket, now)).as("given back").isFalse();
  }

  @Test
  void takesARequestBackOnce() {
    queue = new FairQueue(1);
    Asked running = ask(a);
    Asked waiting = ask(b);
    assertThat(queue.cancel(waiting.ticket, now)).isTrue();
    assertThat(queue.cancel(waiting.ticket, now)).as("once more").isFalse();
    assertThat(queue.waiting()).isZero();
    end(running);
    assertThat(waiting.served()).isFalse();
  }

  @Test
  void holdsATenantToItsConnections() {
    TenantLimits two = limits(2, TenantLimits.UNLIMITED, true);
    learn(a, MILLI);
    Asked first = ask(a, new Object(), two, Lane.ALWAYS);
    ask(a, new Object(), two, Lane.ALWAYS);
    Asked third = ask(a, new Object(), two, Lane.ALWAYS);
    assertThat(third.served()).isFalse();
    TenantLimits three = limits(3, TenantLimits.UNLIMITED, true);
    Asked fourth = ask(a, new Object(), three, Lane.ALWAYS);
    assertThat(third.served()).as("a new limit holds at once").isTrue();
    assertThat(fourth.served()).isFalse();
    end(first);
    assertThat(fourth.served()).isTrue();
  }

  @Test
  void turnsAwayWhatIsTooMuchToWait() {
    TenantLimits one = limits(1, TenantLimits.UNLIMITED, true);
    learn(a, MILLI);
    for (int i = 0; i < 17; i++) {
      assertThat(ask(a, new Object(), one, Lane.ALWAYS).refusal).isNull();
    }
    Refusal refusal = ask(a, new Object(), one, Lane.ALWAYS).refusal;
    assertThat(refusal.reason()).isEqualTo(Refusal.Reason.WAITING);
    assertThat(refusal.retryAfterNanos()).isEqualTo(16 * MILLI);
    assertThat(queue.waiting()).isEqualTo(16);
    assertThat(ask(b).served()).as("others are not touched").isTrue();
  }

  @Test
  void makesATenantWaitForItsRateOrTurnsItAway() {
    TenantLimits three = limits(TenantLimits.UNLIMITED, 3, true);
    for (int i = 0; i < 3; i++) {
      end(ask(a, new Object(), three, Lane.ALWAYS));
    }
    Asked early = ask(a, new Object(), three, Lane.ALWAYS);
    assertThat(early.refusal.reason()).isEqualTo(Refusal.Reason.RATE);
    assertThat(early.refusal.retryAfterNanos()).isEqualTo(61_000 * MILLI);
    now += 60_000 * MILLI;
    Asked late = ask(a, new Object(), three, Lane.ALWAYS);
    assertThat(late.refusal).isNull();
    assertThat(late.served()).isFalse();
    now += 1_000 * MILLI;
    queue.tick(now);
    assertThat(late.served()).isTrue();
  }

  @Test
  void blamesNoLimitWhereTheDeadlineHasPassed() {
    Asked late = new Asked();
    late.ticket = new Ticket(a, Lane.ALWAYS, new Object(), now - 1, late);
    assertThat(queue.arrive(late.ticket, TenantLimits.NONE, now)).isNull();
  }

  private Map<Refusal.Reason, Long> witnessed(boolean enforced) {
    Map<Refusal.Reason, Long> counts = new EnumMap<>(Refusal.Reason.class);
    queue =
        new FairQueue(
            8,
            (tenant, reason, is, at) -> {
              assertThat(is).isEqualTo(enforced);
              counts.merge(reason, 1L, Long::sum);
            });
    return counts;
  }

  @Test
  void tellsWhatALimitHoldsBackOrTurnsAway() {
    Map<Refusal.Reason, Long> counts = witnessed(true);
    TenantLimits three = limits(2, 3, true);
    for (int i = 0; i < 3; i++) {
      end(ask(a, new Object(), three, Lane.ALWAYS));
    }
    assertThat(counts).isEmpty();
    assertThat(ask(a, new Object(), three, Lane.ALWAYS).refusal).isNotNull();
    now += 60_000 * MILLI;
    assertThat(ask(a, new Object(), three, Lane.ALWAYS).refusal).as("it waits").isNull();
    assertThat(counts).containsOnly(Map.entry(Refusal.Reason.RATE, 2L));
  }

  @Test
  void onlyCountsWhatIsNotEnforced() {
    Map<Refusal.Reason, Long> counts = witnessed(false);
    TenantLimits counted = new TenantLimits(1, 1, 3, MILLI, false);
    learn(a, MILLI);
    for (int i = 0; i < 40; i++) {
      assertThat(ask(a, new Object(), counted, Lane.ALWAYS).refusal).isNull();
    }
    assertThat(queue.numbers(a).inUse()).isEqualTo(7);
    assertThat(counts)
        .containsEntry(Refusal.Reason.CONNECTIONS, 39L)
        .containsEntry(Refusal.Reason.RATE, 20L)
        .containsEntry(Refusal.Reason.WAITING, 17L);
    assertThat(queue.numbers(a).overLimits()).isGreaterThan(90);
  }

  @Test
  void servesANestedRequestWhateverTheLimits() {
    TenantLimits one = limits(1, TenantLimits.UNLIMITED, true);
    Object thread = new Object();
    Asked outer = ask(a, thread, one, Lane.ALWAYS);
    assertThat(ask(a, new Object(), one, Lane.ALWAYS).served()).isFalse();
    Asked inner = ask(a, thread, one, Lane.ALWAYS);
    assertThat(inner.served()).isTrue();
    assertThat(ask(b, thread, one, Lane.ALWAYS).permit.nested()).as("another tenant").isFalse();
    end(inner);
    end(outer);
  }

  @Test
  void keepsAPermitForNestedRequestsWhereThereWereSome() {
    Object thread = new Object();
    Asked outer = ask(a, thread, TenantLimits.NONE, Lane.ALWAYS);
    end(ask(a, thread, TenantLimits.NONE, Lane.ALWAYS));
    for (int i = 0; i < 10; i++) {
      ask(TenantId.random());
    }
    assertThat(queue.inUse()).isEqualTo(7);
    assertThat(ask(a, thread, TenantLimits.NONE, Lane.ALWAYS).served()).isTrue();
    end(outer);
  }

  @Test
  void turnsOneAwayWhenAllHoldAndWait() {
    queue = new FairQueue(2);
    Object one = new Object();
    Object other = new Object();
    ask(a, one, TenantLimits.NONE, Lane.ALWAYS);
    Asked outer = ask(b, other, TenantLimits.NONE, Lane.ALWAYS);
    Asked first = ask(a, one, TenantLimits.NONE, Lane.ALWAYS);
    Asked second = ask(b, other, TenantLimits.NONE, Lane.ALWAYS);
    queue.tick(now);
    assertThat(second.refusal).as("one may come back from another thread").isNull();
    now += 200 * MILLI;
    queue.tick(now);
    assertThat(second.refusal.reason()).isEqualTo(Refusal.Reason.CIRCLE);
    assertThat(first.refusal).isNull();
    end(outer);
    assertThat(first.served()).isTrue();
  }

  @Test
  void passesOverThoseWhoseLaneIsClosed() {
    boolean[] open = {false};
    Lane lane = () -> open[0];
    Asked barred = ask(a, new Object(), TenantLimits.NONE, lane);
    assertThat(barred.served()).isFalse();
    assertThat(ask(b).served()).isTrue();
    open[0] = true;
    queue.opened(lane, now);
    assertThat(barred.served()).isTrue();
  }

  @Test
  void admitsAsManyAsALaneTakes() {
    int[] room = {0};
    Lane lane = () -> room[0] > 0;
    List<Asked> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Asked asked =
          new Asked() {
            @Override
            public void granted(Permit given) {
              super.granted(given);
              room[0]--;
            }
          };
      asked.ticket = new Ticket(TenantId.random(), lane, new Object(), PATIENCE, asked);
      queue.arrive(asked.ticket, TenantLimits.NONE, now);
      all.add(asked);
    }
    room[0] = 3;
    queue.opened(lane, now);
    assertThat(all.stream().map(Asked::served)).containsExactly(true, true, true, false);
  }

  @Test
  void letsATenantGoOnForAWhileWhereTheNextWouldCloseItsConnection() {
    queue = new FairQueue(1);
    Lane evicting =
        new Lane() {
          @Override
          public boolean open() {
            return true;
          }

          @Override
          public boolean evicts() {
            return true;
          }
        };
    learn(a, MILLI);
    learn(b, MILLI);
    Asked running = ask(a);
    Asked other = ask(b, new Object(), TenantLimits.NONE, evicting);
    int passedOn = 0;
    while (!other.served()) {
      Asked next = ask(a);
      now += 6 * MILLI;
      end(running);
      running = next;
      passedOn++;
    }
    assertThat(passedOn).as("four times six milliseconds").isEqualTo(4);
  }

  @Test
  void letsAPausedTenantWait() {
    queue.pause(a, now);
    Asked waiting = ask(a);
    assertThat(waiting.served()).isFalse();
    assertThat(ask(b).served()).isTrue();
    queue.resume(a, now);
    assertThat(waiting.served()).isTrue();
  }

  @Test
  void givesOutLessWhileSomeIsWithheld() {
    queue.withhold(7, now);
    assertThat(ask(a).served()).isTrue();
    Asked second = ask(b);
    assertThat(second.served()).isFalse();
    queue.withhold(-1, now);
    assertThat(second.served()).isTrue();
  }

  @Test
  void remembersATenantForAMinuteAndItsDebtUntilItHasDecayed() {
    learn(a, MILLI);
    learn(b, 60_000 * MILLI);
    queue.forget(now);
    assertThat(queue.tenants()).isEqualTo(2);
    now += 62_000 * MILLI;
    queue.forget(now);
    assertThat(queue.tenants()).as("a debt of a minute has only been quartered").isEqualTo(1);
    now += 600_000 * MILLI;
    queue.forget(now);
    assertThat(queue.tenants()).isZero();
  }
}

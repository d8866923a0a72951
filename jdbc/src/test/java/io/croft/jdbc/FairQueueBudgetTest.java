package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A queue whose permits become more or less while it works, and what it says it has use for. */
final class FairQueueBudgetTest {

  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private final FairQueue queue = new FairQueue(3);
  private long now;

  private static final class Asked implements Ticket.Applicant {
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
  }

  private Asked ask(TenantId tenant, Object holder, TenantLimits limits) {
    Asked asked = new Asked();
    Ticket ticket = new Ticket(tenant, Lane.ALWAYS, holder, now + 10_000 * MILLI, asked);
    asked.refusal = queue.arrive(ticket, limits, now);
    return asked;
  }

  private List<Asked> askForNew(int number) {
    List<Asked> all = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      all.add(ask(TenantId.random(), new Object(), TenantLimits.NONE));
    }
    return all;
  }

  private static long served(List<Asked> all) {
    return all.stream().filter(one -> one.permit != null).count();
  }

  @Test
  void servesThoseWhoWaitWhenThereIsMore() {
    List<Asked> all = askForNew(6);
    assertThat(served(all)).isEqualTo(3);
    queue.allow(5, 5, now);
    assertThat(served(all)).isEqualTo(5);
  }

  @Test
  void letsGoOnWhatIsHeldWhenThereIsLessAndGivesNothingUntilItFits() {
    List<Asked> all = askForNew(5);
    queue.allow(1, 1, now);
    assertThat(queue.inUse()).isEqualTo(3);
    queue.release(all.get(0).permit, now);
    queue.release(all.get(1).permit, now);
    assertThat(served(all)).isEqualTo(3);
    queue.release(all.get(2).permit, now);
    assertThat(served(all)).isEqualTo(4);
  }

  @Test
  void hasUseForWhatIsHeldAndWhatWaitsAndAReserveBeside() {
    askForNew(9);
    assertThat(queue.demand(false)).isEqualTo(11);
    queue.allow(11, 11, now);
    assertThat(queue.waiting()).isZero();
    assertThat(queue.demand(false)).isEqualTo(11);
  }

  @Test
  void hasNoUseForWhatATenantsOwnLimitsHoldBack() {
    TenantId limited = TenantId.random();
    TenantLimits two =
        new TenantLimits(1, 2, TenantLimits.UNLIMITED, TenantLimits.UNLIMITED_TIME, true);
    Asked first = ask(limited, new Object(), two);
    now += MILLI;
    queue.ready(first.permit, now);
    queue.release(first.permit, now);
    for (int i = 0; i < 9; i++) {
      ask(limited, new Object(), two);
    }
    assertThat(queue.waiting()).isEqualTo(7);
    assertThat(queue.demand(false)).isEqualTo(2);
    queue.pause(limited, now);
    assertThat(queue.demand(false)).isEqualTo(2);
  }

  @Test
  void remembersWhatWasHeldAtOnceUntilItIsAskedForIt() {
    askForNew(3).forEach(one -> queue.release(one.permit, now));
    assertThat(queue.demand(false)).isZero();
    assertThat(queue.demand(true)).isEqualTo(3);
    assertThat(queue.demand(true)).isZero();
  }

  @Test
  void turnsNobodyAwayFromACircleThatPromisedPermitsWillOpen() {
    queue.allow(1, 2, now);
    TenantId tenant = TenantId.random();
    Object thread = new Object();
    ask(tenant, thread, TenantLimits.NONE);
    Asked inner = ask(tenant, thread, TenantLimits.NONE);
    now += 1_000 * MILLI;
    queue.tick(now);
    assertThat(inner.refusal).isNull();
    queue.allow(2, 2, now);
    assertThat(inner.permit).isNotNull();
  }
}

package io.croft.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.TenantId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LedgerCheckTest {

  private static final TenantId TENANT = TenantId.random();
  private static final UUID OLD = new UUID(0, 1);

  private final Ledger ledger = new Ledger();
  private final Map<UUID, Integer> bookings = new HashMap<>();
  private final Map<UUID, Integer> payments = new HashMap<>();
  private final Map<UUID, Integer> points = new HashMap<>();
  private final Set<Long> cancelled = new HashSet<>();
  private final Map<Long, Found.Balance> balances = new HashMap<>();
  private LedgerCheck check;

  @BeforeEach
  void begin() {
    bookings.put(OLD, 1);
    payments.put(OLD, 1);
    points.put(OLD, 3);
    balances.put(1L, new Found.Balance(3, 3));
    check =
        new LedgerCheck(
            ledger,
            TENANT,
            new Found(Map.copyOf(bookings), Map.copyOf(payments), points, cancelled, balances));
  }

  private LedgerCheck.Result result() {
    return check.check(() -> new Found(bookings, payments, points, cancelled, balances));
  }

  private UUID write(Ledger.Kind kind, Ledger.Outcome outcome, long booking) {
    UUID operation = UUID.randomUUID();
    Ledger.Entry entry = ledger.announce(TENANT, operation, kind, 1, booking);
    if (outcome != Ledger.Outcome.PENDING) {
      ledger.conclude(TENANT, entry.ended(outcome, 5));
    }
    return operation;
  }

  private UUID booked(Ledger.Outcome outcome) {
    UUID operation = write(Ledger.Kind.BOOK, outcome, 0);
    bookings.put(operation, 1);
    pay(operation);
    return operation;
  }

  private void pay(UUID operation) {
    payments.merge(operation, 1, Integer::sum);
    points.merge(operation, 5, Integer::sum);
    balances.computeIfPresent(1L, (c, b) -> new Found.Balance(b.stands() + 5, b.adds() + 5));
  }

  @Test
  void findsNothingWrongWhereEveryWriteIsThereOnce() {
    booked(Ledger.Outcome.ACKNOWLEDGED);
    pay(write(Ledger.Kind.PAY, Ledger.Outcome.ACKNOWLEDGED, 9));
    pay(write(Ledger.Kind.CANCEL, Ledger.Outcome.ACKNOWLEDGED, 9));
    cancelled.add(9L);
    write(Ledger.Kind.BOOK, Ledger.Outcome.FAILED, 0);
    assertThat(result()).isEqualTo(new LedgerCheck.Result(0, 0, java.util.List.of()));
  }

  @Test
  void acceptsThatAnUnansweredWriteIsThereOrNot() {
    booked(Ledger.Outcome.UNKNOWN);
    booked(Ledger.Outcome.PENDING);
    write(Ledger.Kind.BOOK, Ledger.Outcome.UNKNOWN, 0);
    write(Ledger.Kind.PAY, Ledger.Outcome.PENDING, 9);
    assertThat(result().lost()).isZero();
    assertThat(result().duplicated()).isZero();
  }

  @Test
  void countsAnAcknowledgedBookingThatIsMissingAsLost() {
    UUID gone = booked(Ledger.Outcome.ACKNOWLEDGED);
    bookings.remove(gone);
    assertThat(result().lost()).isEqualTo(1);
    assertThat(result().lost()).as("counted once").isZero();
  }

  @Test
  void countsAnAcknowledgedPaymentThatIsMissingAsLost() {
    write(Ledger.Kind.PAY, Ledger.Outcome.ACKNOWLEDGED, 9);
    assertThat(result().lost()).isEqualTo(1);
  }

  @Test
  void countsACancellationWithoutEffectAsLost() {
    pay(write(Ledger.Kind.CANCEL, Ledger.Outcome.ACKNOWLEDGED, 9));
    assertThat(result().lost()).isEqualTo(1);
  }

  @Test
  void countsAnOlderRowThatIsGoneAsLost() {
    payments.remove(OLD);
    assertThat(result().lost()).isEqualTo(1);
  }

  @Test
  void countsARowThatIsThereTwiceAsDuplicated() {
    UUID twice = booked(Ledger.Outcome.ACKNOWLEDGED);
    bookings.put(twice, 2);
    assertThat(result().duplicated()).isEqualTo(1);
    assertThat(result().duplicated()).as("counted once").isZero();
  }

  @Test
  void countsAPaymentThatIsThereTwiceAsDuplicated() {
    UUID twice = booked(Ledger.Outcome.ACKNOWLEDGED);
    pay(twice);
    assertThat(result().duplicated()).isEqualTo(1);
  }

  @Test
  void countsAFailedWriteThatIsThereAsDuplicated() {
    booked(Ledger.Outcome.FAILED);
    assertThat(result().duplicated()).isEqualTo(1);
  }

  @Test
  void countsARowThatNobodyAnnouncedAsDuplicated() {
    bookings.put(UUID.randomUUID(), 1);
    assertThat(result().duplicated()).isEqualTo(1);
  }

  @Test
  void countsABalanceBelowItsPaymentsAsLostAndAboveAsDuplicated() {
    balances.put(2L, new Found.Balance(4, 9));
    balances.put(3L, new Found.Balance(9, 4));
    LedgerCheck.Result result = result();
    assertThat(result.lost()).isEqualTo(1);
    assertThat(result.duplicated()).isEqualTo(1);
    assertThat(result.remarks()).hasSize(2);
  }

  @Test
  void countsAWriteWhosePointsChangedAsLost() {
    UUID changed = booked(Ledger.Outcome.ACKNOWLEDGED);
    points.put(changed, 4);
    assertThat(result().lost()).isEqualTo(1);
  }

  @Test
  void countsAcknowledgedWritesOfAPeriod() {
    long before = System.nanoTime();
    booked(Ledger.Outcome.ACKNOWLEDGED);
    booked(Ledger.Outcome.UNKNOWN);
    long after = System.nanoTime();
    assertThat(ledger.acknowledged(TENANT, before, after)).isEqualTo(1);
    assertThat(ledger.acknowledged(TENANT, after + 1, after + 2)).isZero();
    assertThat(ledger.acknowledged(TenantId.random(), before, after)).isZero();
  }
}

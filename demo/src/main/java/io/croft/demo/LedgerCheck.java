package io.croft.demo;

import io.croft.core.TenantId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Compares the clients' ledger of one tenant with the rows that are there. What an earlier check
 * found is not counted again, so that the counts of several checks add up.
 */
final class LedgerCheck {

  /**
   * What a check found.
   *
   * @param lost acknowledged writes that are missing, wholly or in part, older rows that are gone,
   *     and balances that stand below the sum of their payments
   * @param duplicated rows that are there more than once, or though their write failed or was never
   *     announced, and balances that stand above the sum of their payments
   * @param remarks what was wrong, in words
   */
  record Result(long lost, long duplicated, List<String> remarks) {}

  private final Ledger ledger;
  private final TenantId tenant;
  private final Found before;
  private final Set<Object> reported = new HashSet<>();

  /**
   * @param before the rows of the tenant before the first client began
   */
  LedgerCheck(Ledger ledger, TenantId tenant, Found before) {
    this.ledger = ledger;
    this.tenant = tenant;
    this.before = before;
  }

  /** Reads the rows; the connection's failure is the caller's. */
  @FunctionalInterface
  interface Reading<X extends Exception> {
    Found read() throws X;
  }

  /** Compares while clients may go on writing: entries are taken before and after the reading. */
  <X extends Exception> Result check(Reading<X> reading) throws X {
    List<Ledger.Entry> concluded = ledger.entries(tenant);
    Found found = reading.read();
    Set<UUID> announced = new HashSet<>(ledger.operations(tenant));
    List<String> lost = new ArrayList<>();
    List<String> duplicated = new ArrayList<>();
    for (Ledger.Entry entry : concluded) {
      compare(entry, found, lost, duplicated);
    }
    kept("booking", before.bookings().keySet(), found.bookings().keySet(), lost);
    kept("payment", before.payments().keySet(), found.payments().keySet(), lost);
    announced.addAll(before.bookings().keySet());
    announced.addAll(before.payments().keySet());
    repeated("booking", found.bookings(), announced, duplicated);
    repeated("payment", found.payments(), announced, duplicated);
    found.balances().forEach((customer, balance) -> weigh(customer, balance, lost, duplicated));
    List<String> remarks = new ArrayList<>(lost);
    remarks.addAll(duplicated);
    return new Result(lost.size(), duplicated.size(), List.copyOf(remarks));
  }

  private void compare(
      Ledger.Entry entry, Found found, List<String> lost, List<String> duplicated) {
    boolean present = found.payments().containsKey(entry.operation());
    boolean booked = found.bookings().containsKey(entry.operation());
    switch (entry.outcome()) {
      case ACKNOWLEDGED -> {
        if (!whole(entry, found, present, booked) && reported.add(entry.operation())) {
          lost.add("lost: " + entry.kind() + " " + entry.operation());
        }
      }
      case FAILED -> {
        if ((present || booked) && reported.add(entry.operation())) {
          duplicated.add("there though it failed: " + entry.kind() + " " + entry.operation());
        }
      }
      case UNKNOWN, PENDING -> {}
    }
  }

  private static boolean whole(Ledger.Entry entry, Found found, boolean paid, boolean booked) {
    boolean effect =
        switch (entry.kind()) {
          case BOOK -> booked;
          case CANCEL -> found.cancelled().contains(entry.booking());
          case PAY -> true;
        };
    return effect
        && paid
        && found.points().getOrDefault(entry.operation(), 0)
            == (long) entry.points() * found.payments().getOrDefault(entry.operation(), 0);
  }

  private void kept(String table, Set<UUID> were, Set<UUID> are, List<String> lost) {
    for (UUID operation : were) {
      if (!are.contains(operation) && reported.add(table + operation)) {
        lost.add(table + " of " + operation + ", there before the first client");
      }
    }
  }

  private void repeated(
      String table, Map<UUID, Integer> rows, Set<UUID> announced, List<String> duplicated) {
    rows.forEach(
        (operation, count) -> {
          boolean known = announced.contains(operation);
          if ((count > 1 || !known) && reported.add(table + operation)) {
            duplicated.add(table + " of " + operation + ": " + count + " rows, known: " + known);
          }
        });
  }

  private void weigh(
      Long customer, Found.Balance balance, List<String> lost, List<String> duplicated) {
    if (balance.stands() != balance.adds() && reported.add(customer)) {
      String remark =
          "customer %d stands at %d, the payments add up to %d"
              .formatted(customer, balance.stands(), balance.adds());
      (balance.stands() < balance.adds() ? lost : duplicated).add(remark);
    }
  }
}

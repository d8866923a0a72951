package io.croft.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import io.croft.core.Isolation;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FleetTest {

  private static Fleet fleet(long seed, int count) {
    return Fleet.of(seed, count, People.source(seed));
  }

  @Test
  void isTheSameForTheSameSeedAndAnotherForAnother() {
    assertThat(fleet(7, 120).businesses()).isEqualTo(fleet(7, 120).businesses());
    assertThat(fleet(7, 120).businesses()).isNotEqualTo(fleet(8, 120).businesses());
  }

  @Test
  void drawsTheSameBooksForTheSameSeed() {
    People.Source people = People.source(7);
    Business busy = Fleet.of(7, 120, people).busy();
    assertThat(Bookkeeper.books(busy, people)).isEqualTo(Bookkeeper.books(busy, People.source(7)));
    assertThat(Bookkeeper.books(busy, people).customers())
        .isNotEqualTo(Bookkeeper.books(fleet(8, 120).busy(), People.source(8)).customers());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 42, 20261121})
  void holdsAFewTenantsHundredsOfTimesLargerThanTheMedian(long seed) {
    People.Source people = People.source(seed);
    int[] rows =
        Fleet.of(seed, 120, people).businesses().stream()
            .mapToInt(business -> Bookkeeper.books(business, people).rows())
            .sorted()
            .toArray();
    int median = rows[60];
    assertThat(rows[119]).isGreaterThan(200 * median);
    assertThat(rows[117]).isGreaterThan(150 * median);
    assertThat(rows[110]).as("only a few are").isLessThan(30 * median);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 42, 20261121})
  void fillsTheTablesOfTheBusyTenantWithSixToEightThousandRows(long seed) {
    People.Source people = People.source(seed);
    Books books = Bookkeeper.books(Fleet.of(seed, 120, people).busy(), people);
    assertThat(books.rows()).isBetween(6_000, 8_000);
    assertThat(
            List.of(
                books.locations(),
                books.services(),
                books.staff(),
                books.staffServices(),
                books.customers(),
                books.bookings(),
                books.payments(),
                books.invoices(),
                books.invoiceLines(),
                books.reviews()))
        .allSatisfy(table -> assertThat(table).isNotEmpty());
  }

  @Test
  void spreadsAHundredAndTwentyOverPlansHomesAndServers() {
    Fleet fleet = fleet(42, 120);
    assertThat(fleet.businesses()).hasSize(120);
    assertThat(count(fleet, Isolation.POOL)).isEqualTo(104);
    assertThat(count(fleet, Isolation.SCHEMA)).isEqualTo(10);
    assertThat(count(fleet, Isolation.DATABASE)).isEqualTo(6);
    assertThat(fleet.businesses().stream().map(b -> b.line().plan()).distinct())
        .containsExactlyInAnyOrder("free", "standard", "professional", "enterprise");
    for (Isolation isolation : EnumSet.allOf(Isolation.class)) {
      assertThat(
              fleet.businesses().stream()
                  .filter(b -> b.isolation() == isolation)
                  .map(Business::server)
                  .distinct())
          .containsExactlyInAnyOrder(Fleet.EU, Fleet.US);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 60, 120, 600})
  void givesEveryBusinessASlugAndAnIdentityOfItsOwn(int count) {
    List<Business> businesses = fleet(42, count).businesses();
    assertThat(businesses).hasSize(count).doesNotHaveDuplicates();
    assertThat(businesses.stream().map(Business::slug)).doesNotHaveDuplicates();
    assertThat(businesses.stream().map(Business::tenant)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @ValueSource(ints = {24, 120})
  void keepsTheActorsOfTheDemoApart(int count) {
    Fleet fleet = fleet(42, count);
    Set<Business> promoted = Set.copyOf(fleet.promoted());
    assertThat(promoted).hasSize(10).doesNotContain(fleet.busy());
    assertThat(promoted)
        .allSatisfy(
            b -> {
              assertThat(b.isolation()).isEqualTo(Isolation.POOL);
              assertThat(b.server()).isEqualTo(Fleet.EU);
            });
    assertThat(fleet.busy().server()).isEqualTo(Fleet.EU);
    for (Isolation isolation : Isolation.values()) {
      assertThat(fleet.quiet(isolation))
          .isNotEmpty()
          .doesNotContain(fleet.busy())
          .doesNotContainAnyElementsOf(promoted)
          .allSatisfy(b -> assertThat(b.isolation()).isEqualTo(isolation));
    }
  }

  @Test
  void refusesAFleetThatCannotShowEveryPromise() {
    assertThatThrownBy(() -> fleet(42, 23))
        .isInstanceOf(CroftException.class)
        .hasMessageContaining("23")
        .extracting(e -> ((CroftException) e).code().code())
        .isEqualTo("configuration-invalid");
  }

  @Test
  void inventsPeopleWithPersonalData() {
    People.Source people = People.source(42);
    Books books = Bookkeeper.books(Fleet.of(42, 120, people).busy(), people);
    assertThat(books.customers())
        .allSatisfy(
            customer -> {
              assertThat(customer.fullName()).contains(" ");
              assertThat(customer.email()).contains("@example.");
              assertThat(customer.phone()).startsWith("+");
            });
    Set<String> emails =
        books.customers().stream().map(Rows.Customer::email).collect(Collectors.toSet());
    assertThat(emails).hasSameSizeAs(books.customers());
  }

  @Test
  void creditsEachCustomerWithThePointsOfItsPayments() {
    People.Source people = People.source(42);
    Books books = Bookkeeper.books(Fleet.of(42, 120, people).busy(), people);
    for (int i = 0; i < books.customers().size(); i++) {
      int customer = i;
      assertThat(books.customers().get(i).points())
          .isEqualTo(
              books.payments().stream()
                  .filter(p -> p.customer() == customer)
                  .mapToInt(Rows.Payment::points)
                  .sum());
    }
  }

  @Test
  void addsUpTheTurnoverOfAMonthOnly() {
    Books books = Bookkeeper.books(fleet(42, 120).busy(), People.source(42));
    Books.Turnover june = books.turnover(Season.BILLED_FROM, Season.TODAY);
    Books.Turnover all = books.turnover(Season.FIRST_DAY, Season.TODAY);
    assertThat(all.count()).isEqualTo(books.bookings().size());
    assertThat(june.count()).isPositive().isLessThan(all.count());
    assertThat(june.cents()).isPositive().isLessThan(all.cents());
  }

  private static long count(Fleet fleet, Isolation isolation) {
    return fleet.businesses().stream().filter(b -> b.isolation() == isolation).count();
  }
}

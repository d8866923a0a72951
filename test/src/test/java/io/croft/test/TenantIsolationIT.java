package io.croft.test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@EmbeddedCroft(migrations = Shop.MIGRATIONS)
final class TenantIsolationIT {

  private final EmbeddedFleet fleet;
  private final Shop shop;

  TenantIsolationIT(EmbeddedFleet fleet) {
    this.fleet = fleet;
    this.shop = new Shop(fleet.dataSource());
  }

  static Stream<Arguments> pairs() {
    return Arrays.stream(Isolation.values())
        .flatMap(one -> Arrays.stream(Isolation.values()).map(other -> Arguments.of(one, other)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void tenantsAreApartInEachMixtureOfIsolations(Isolation one, Isolation other)
      throws SQLException {
    TenantId acme = fleet.tenants().create(one);
    TenantId globex = fleet.tenants().create(other);
    shop.fill(acme, "Wile E. Coyote").fill(globex, "Hank Scorpio");
    fleet.isolation().assertApart(acme, globex);
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void nothingIsProvenByEmptyTables(Isolation isolation) throws SQLException {
    TenantId acme = fleet.tenants().create(isolation);
    TenantId globex = fleet.tenants().create(isolation);
    shop.fill(acme, "Wile E. Coyote");
    assertThatThrownBy(() -> fleet.isolation().assertThat(acme).cannotSee(globex))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll(
            "table booking: ", "table customer: ", "table event: ", "view invoice: ", "has no row")
        .hasMessageContaining("mayBeEmpty(\"booking\")")
        .hasMessageNotContainingAny("event_old", "country");
    fleet
        .isolation()
        .mayBeEmpty("booking", "customer", "event", "invoice")
        .assertThat(acme)
        .cannotSee(globex);
  }

  @Test
  void anExcuseMustBeOfSomething() throws SQLException {
    TenantId acme = fleet.tenants().create(Isolation.POOL);
    TenantId globex = fleet.tenants().create(Isolation.POOL);
    shop.fill(globex, "Hank Scorpio");
    assertThatThrownBy(
            () -> fleet.isolation().mayBeEmpty("bookings").assertThat(acme).cannotSee(globex))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("\"bookings\": there is no such table or view");
  }

  @Test
  void aTenantIsNotComparedWithItself() {
    TenantId acme = fleet.tenants().create(Isolation.POOL);
    assertThatThrownBy(() -> fleet.isolation().assertThat(acme).cannotSee(acme))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("name two different tenants");
  }

  @Test
  void whatIsSharedMustBeNamedWhereItCannotBeAsked() throws SQLException {
    TenantId acme = fleet.tenants().create(Isolation.POOL);
    TenantId globex = fleet.tenants().create(Isolation.POOL);
    shop.fill(acme, "Wile E. Coyote").fill(globex, "Hank Scorpio");
    TenantIsolation isolation = TenantIsolation.over(fleet.dataSource());
    assertThatThrownBy(() -> isolation.assertThat(acme).cannotSee(globex))
        .isInstanceOf(AssertionError.class)
        .hasMessageContainingAll("table country: ", "view country_name: ", "croft.share");
    isolation.shared("country").assertThat(acme).cannotSee(globex);
  }
}

package io.croft.test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Hunts without any framework. */
@EmbeddedCroft(migrations = Shop.MIGRATIONS)
final class LeakHuntIT {

  private final Tenants tenants;
  private final DataSource source;

  LeakHuntIT(Tenants tenants, DataSource source) {
    this.tenants = tenants;
    this.source = source;
  }

  private TenantId shop(Isolation isolation, String customer) throws SQLException {
    TenantId tenant = tenants.create(isolation);
    new Shop(source).fill(tenant, customer);
    return tenant;
  }

  private List<String> customers() throws SQLException {
    List<String> names = new ArrayList<>();
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT name FROM customer")) {
      while (row.next()) {
        names.add(row.getString(1));
      }
    }
    return names;
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void callsAreMadeInTheScopeOfEach(Isolation isolation, EmbeddedFleet fleet) throws SQLException {
    TenantId acme = shop(isolation, "Wile E. Coyote");
    TenantId globex = shop(Isolation.POOL, "Hank Scorpio");
    fleet.leakHunt().call("customers", this::customers).assertNoLeak(acme, globex);
    AtomicReference<List<String>> cache = new AtomicReference<>(List.of());
    LeakHunt hunt =
        fleet
            .leakHunt()
            .call("customers", this::customers)
            .call("customers of before", () -> cache.getAndSet(customers()));
    assertThatThrownBy(() -> hunt.assertNoLeak(acme, globex))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("customers of before as " + tenants.tenant(globex).slug())
        .hasMessageContaining("\"Wile E. Coyote\"")
        .hasMessageContaining("(customer.name) in the body");
  }

  @Test
  void whatBothKnowIsNobodys(EmbeddedFleet fleet) throws SQLException {
    TenantId acme = shop(Isolation.POOL, "Jane Doe");
    TenantId globex = shop(Isolation.POOL, "Jane Doe");
    new Shop(source).fill(acme, "Wile E. Coyote").fill(globex, "Hank Scorpio");
    fleet
        .leakHunt()
        .call("customers", this::customers)
        .call("greeting", () -> "Jane Doe of Nepal")
        .assertNoLeak(acme, globex);
  }

  @Test
  void whatIsPartOfWhatTheOtherKnowsIsNobodys(EmbeddedFleet fleet) throws SQLException {
    TenantId acme = shop(Isolation.POOL, "Hank Scorpio Junior");
    TenantId globex = shop(Isolation.SCHEMA, "Hank Scorpio");
    LeakHunt nothing = fleet.leakHunt().call("customers", this::customers);
    assertThatThrownBy(() -> nothing.assertNoLeak(acme, globex))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("nothing is proven");
    new Shop(source).fill(globex, "Frank Grimes");
    fleet.leakHunt().call("customers", this::customers).assertNoLeak(acme, globex);
  }

  @Test
  void aRefusalThatNamesTheTenantProvesNothing(EmbeddedFleet fleet) throws SQLException {
    TenantId acme = shop(Isolation.POOL, "Wile E. Coyote");
    TenantId globex = shop(Isolation.POOL, "Hank Scorpio");
    LeakHunt hunt =
        fleet.leakHunt().call("refused", () -> "tenant " + TenantScope.require() + " is away");
    assertThatThrownBy(() -> hunt.assertNoLeak(acme, globex))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("nothing is proven");
  }

  @Test
  void anErrorIsAnAnswer(EmbeddedFleet fleet) throws SQLException {
    TenantId acme = shop(Isolation.POOL, "Wile E. Coyote");
    TenantId globex = shop(Isolation.POOL, "Hank Scorpio");
    LeakHunt hunt =
        fleet
            .leakHunt()
            .call(
                "failing",
                () -> {
                  throw new IllegalStateException(new SQLException("taken by hank scorpio"));
                });
    assertThatThrownBy(() -> hunt.assertNoLeak(acme, globex))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("\"Hank Scorpio\"")
        .hasMessageContaining("in the error");
  }

  @Test
  void aHuntIsNotMadeInsideAScope(EmbeddedFleet fleet) throws SQLException {
    TenantId acme = shop(Isolation.POOL, "Wile E. Coyote");
    TenantId globex = shop(Isolation.POOL, "Hank Scorpio");
    LeakHunt hunt = fleet.leakHunt().call("customers", this::customers);
    assertThatThrownBy(() -> TenantScope.run(acme, () -> hunt.assertNoLeak(acme, globex)))
        .isInstanceOf(CroftException.class)
        .hasMessageContaining("inside the scope of one");
  }
}

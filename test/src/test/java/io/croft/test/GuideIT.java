package io.croft.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The examples of docs/testing.md. */
// region first
@EmbeddedCroft(migrations = "classpath:io/croft/test/shop")
class GuideIT {

  @TenantTest
  void aCustomerIsKept(DataSource source) throws SQLException {
    Customers customers = new Customers(source);
    customers.add("Wile E. Coyote");
    assertThat(customers.all()).containsExactly("Wile E. Coyote");
  }

  // endregion

  // region named
  @Test
  @WithTenant("acme")
  void acmeHasItsOwnCustomers(DataSource source, TenantId acme) throws SQLException {
    assertThat(TenantScope.require()).isEqualTo(acme);
    assertThat(new Customers(source).all()).doesNotContain("Hank Scorpio");
  }

  // endregion

  // region moved
  @Test
  void customersGoAlongWithATenantThatIsMoved(DataSource source, Tenants tenants)
      throws SQLException {
    Customers customers = new Customers(source);
    TenantId acme = tenants.create(Isolation.POOL);
    TenantScope.run(acme, () -> customers.add("Wile E. Coyote"));
    tenants.move(acme, Isolation.SCHEMA);
    assertThat(TenantScope.call(acme, customers::all)).containsExactly("Wile E. Coyote");
  }

  // endregion

  // region apart
  @Test
  void tenantsAreApart(DataSource source, Tenants tenants, TenantIsolation isolation)
      throws SQLException {
    Customers customers = new Customers(source);
    TenantId acme = tenants.create(Isolation.POOL);
    TenantId globex = tenants.create(Isolation.SCHEMA);
    TenantScope.run(acme, () -> customers.add("Wile E. Coyote"));
    TenantScope.run(globex, () -> customers.add("Hank Scorpio"));
    isolation.mayBeEmpty("booking", "event", "invoice").assertApart(acme, globex);
  }

  // endregion

  // region hunt
  @Test
  void answersHoldNothingOfOthers(DataSource source, Tenants tenants, LeakHunt hunt)
      throws SQLException {
    Customers customers = new Customers(source);
    TenantId acme = tenants.create(Isolation.POOL);
    TenantId globex = tenants.create(Isolation.POOL);
    TenantScope.run(acme, () -> customers.add("Wile E. Coyote"));
    TenantScope.run(globex, () -> customers.add("Hank Scorpio"));
    hunt.call("all customers", customers::all).assertNoLeak(acme, globex);
  }

  // endregion

  private record Customers(DataSource source) {

    void add(String name) throws SQLException {
      try (Connection connection = source.getConnection();
          var insert = connection.prepareStatement("INSERT INTO customer (name) VALUES (?)")) {
        insert.setString(1, name);
        insert.executeUpdate();
      }
    }

    List<String> all() throws SQLException {
      List<String> names = new ArrayList<>();
      try (Connection connection = source.getConnection();
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("SELECT name FROM customer ORDER BY name")) {
        while (row.next()) {
          names.add(row.getString(1));
        }
      }
      return names;
    }
  }
}

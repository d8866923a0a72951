package io.croft.test;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.ds.PGSimpleDataSource;

@EmbeddedCroft(migrations = {Shop.MIGRATIONS, Shop.FRAIL})
final class PowerfulLoginsIT {

  private static final String LOGIN = "careless";

  @ParameterizedTest
  @CsvSource({
    "SUPERUSER, careless is a superuser",
    "BYPASSRLS, careless bypasses row security",
    "IN ROLE croft_app_owner, careless owns tables as croft_app_owner"
  })
  void aLoginThatRowSecurityDoesNotBindProvesNothing(
      String right, String found, EmbeddedFleet fleet) throws SQLException {
    TenantId acme = fleet.tenants().create(Isolation.POOL);
    TenantId globex = fleet.tenants().create(Isolation.POOL);
    new Shop(fleet.dataSource()).fill(globex, "Hank Scorpio");
    try (Connection superuser = fleet.superuser(acme)) {
      Shop.execute(
          superuser,
          "CREATE ROLE careless LOGIN PASSWORD 'careless' " + right,
          "GRANT croft_pool TO careless");
      try {
        TenantIsolation isolation = TenantIsolation.over(source(fleet.server(EmbeddedFleet.EU)));
        assertThatThrownBy(() -> isolation.assertThat(acme).cannotSee(globex))
            .isInstanceOf(AssertionError.class)
            .hasMessageContainingAll("nothing would be proven: " + found, "does not bind it");
      } finally {
        Shop.execute(superuser, "DROP ROLE careless");
      }
    }
  }

  private static PGSimpleDataSource source(EmbeddedPostgres server) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {server.host()});
    source.setPortNumbers(new int[] {server.port()});
    source.setDatabaseName(Placement.SHARED_DATABASE);
    source.setUser(LOGIN);
    source.setPassword(LOGIN);
    return source;
  }
}

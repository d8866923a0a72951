package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever protocol the driver speaks, the tenant is let in before its statement. */
final class QueryModeIT extends TenantsOnServers {

  @Override
  Isolation isolation() {
    return Isolation.POOL;
  }

  @ParameterizedTest
  @ValueSource(strings = {"extended", "extendedForPrepared", "extendedCacheEverything"})
  void letsTheTenantIn(String mode) throws SQLException {
    data.close();
    data = builder().driverProperty("preferQueryMode", mode).build();
    write(a, "of a");
    write(b, "of b");
    assertThat(bodiesOf(a)).containsExactly("of a");
    as(
        b,
        connection -> {
          assertThat(bodies(connection)).containsExactly("of b");
          connection.setAutoCommit(false);
          assertThat(bodies(connection)).containsExactly("of b");
          assertThat(execute(connection, "UPDATE note SET body = 'changed'")).isOne();
          connection.commit();
        });
    assertThat(bodiesOf(a)).containsExactly("of a");
  }
}

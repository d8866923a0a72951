package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing tells a tenant of the pool who was there before it. */
final class PoolRemainsIT extends TenantsOnServers {

  @Override
  Isolation isolation() {
    return Isolation.POOL;
  }

  @Test
  void aSessionDoesNotTellWhoHasBegunIt() throws SQLException {
    reopenWithBudget(1);
    assertThat(bodiesOf(a)).isEmpty();
    String sql = "SELECT reset_val FROM pg_settings WHERE name = 'application_name'";
    List<String> seen = call(b, connection -> strings(connection, sql));
    assertThat(seen).noneMatch(name -> name.contains(a.toString()));
  }

  @Test
  void aRollbackAsTextDoesNotTellWhoWasThereBefore() throws SQLException {
    reopenWithBudget(1);
    as(b, connection -> execute(connection, "SELECT 1"));
    as(a, connection -> execute(connection, "SET app.person = 'somebody of a'"));
    List<String> seen =
        call(
            b,
            connection -> {
              connection.setAutoCommit(false);
              return all(
                  connection,
                  "ROLLBACK; SELECT current_setting('application_name') || ' '"
                      + " || current_setting('app.person', true)");
            });
    assertThat(seen)
        .noneMatch(name -> name.contains(a.toString()))
        .noneMatch(name -> name.contains("somebody of a"));
  }

  @Test
  void whatAnotherTenantHasSetDoesNotKeepAHomeShut() throws Exception {
    reopenWithBudget(1);
    data.close();
    data = builder().fenceTimeout(Duration.ofSeconds(3)).build();
    as(b, connection -> execute(connection, "SET default_transaction_read_only = on"));
    HandMove.prepared(homeOfA, Isolation.DATABASE, "two").fence(Duration.ofMillis(1));
    as(a, connection -> insert(connection, "after"));
    assertThat(bodiesOf(a)).containsExactly("after");
  }

  private static List<String> all(Connection connection, String sql) throws SQLException {
    List<String> found = new ArrayList<>();
    try (Statement statement = connection.createStatement()) {
      boolean rows = statement.execute(sql);
      while (rows || statement.getUpdateCount() >= 0) {
        if (rows) {
          try (ResultSet set = statement.getResultSet()) {
            while (set.next()) {
              found.add(set.getString(1));
            }
          }
        }
        rows = statement.getMoreResults();
      }
    }
    return found;
  }
}

package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What one tenant leaves in a session of the pool does not reach the next one on the same backend;
 * and does, when the defence against it is taken away.
 */
final class SessionTrapIT extends TenantsOnServers {

  @Override
  Isolation isolation() {
    return Isolation.POOL;
  }

  static List<SessionTrap> traps() {
    return SessionTrap.all();
  }

  @ParameterizedTest
  @MethodSource("traps")
  void reachesNobody(SessionTrap trap) throws SQLException {
    reopenWithBudget(1);
    leave(trap);
    assertThat(look(b, trap)).isEqualTo(trap.clean());
    assertThat(look(b, trap)).as("the second time").isEqualTo(trap.clean());
  }

  @ParameterizedTest
  @MethodSource("traps")
  void reachesTheNextWithoutTheDefence(SessionTrap trap) throws SQLException {
    reopenWithBudget(1);
    data.entrance().neverClear();
    superuser(trap.opened());
    try {
      String backend = backend(a);
      leave(trap);
      String found = look(b, trap);
      if (trap.leaked().equals("*")) {
        assertThat(found).isNotEqualTo(trap.clean());
      } else {
        assertThat(found).isEqualTo(trap.leaked());
      }
      assertThat(backend(b)).isEqualTo(backend);
    } finally {
      superuser(trap.closed());
    }
  }

  @Test
  void comesBackWithNoRollback() throws SQLException {
    reopenWithBudget(1);
    String backend = backend(a);
    as(a, connection -> execute(connection, "SET work_mem = '77MB'"));
    as(
        b,
        connection -> {
          connection.setAutoCommit(false);
          assertThat(strings(connection, "SHOW work_mem")).containsExactly("4MB");
          connection.rollback();
          assertThat(strings(connection, "SHOW work_mem")).containsExactly("4MB");
          connection.commit();
          assertThat(strings(connection, "SHOW work_mem")).containsExactly("4MB");
          connection.rollback();
        });
    assertThat(backend(b)).isEqualTo(backend);
  }

  @Test
  void isNoFixedSeedOfRandomNumbers() throws SQLException {
    reopenWithBudget(1);
    String backend = backend(a);
    String first = random(a);
    assertThat(random(a)).as("the seed decides").isEqualTo(first);
    as(a, connection -> execute(connection, "SET seed = 0.5"));
    String next = call(b, connection -> strings(connection, "SELECT random()").get(0));
    assertThat(next).isNotEqualTo(first);
    assertThat(backend(b)).isEqualTo(backend);
  }

  private String random(TenantId tenant) throws SQLException {
    return call(
        tenant,
        connection -> {
          execute(connection, "SET seed = 0.5");
          return strings(connection, "SELECT random()").get(0);
        });
  }

  private void leave(SessionTrap trap) throws SQLException {
    as(
        a,
        connection -> {
          for (String sql : trap.leave()) {
            try {
              execute(connection, sql);
            } catch (SQLException e) {
              assertThat(e.getSQLState()).as("refused to leave it").isEqualTo("42501");
            }
          }
        });
  }

  private String look(TenantId tenant, SessionTrap trap) throws SQLException {
    return call(tenant, connection -> answer(connection, trap.look()));
  }

  private static String answer(Connection connection, String sql) {
    try {
      List<String> rows = new ArrayList<>(strings(connection, sql));
      return rows.isEmpty() ? "" : String.valueOf(rows.get(0));
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }

  private String backend(TenantId tenant) throws SQLException {
    return call(tenant, connection -> strings(connection, "SELECT pg_backend_pid()").get(0));
  }

  private void superuser(List<String> statements) throws SQLException {
    try (Connection admin = Cluster.admin(homeOfA)) {
      Cluster.execute(admin, "SET session_replication_role = replica");
      Cluster.execute(admin, statements.toArray(String[]::new));
    }
  }
}

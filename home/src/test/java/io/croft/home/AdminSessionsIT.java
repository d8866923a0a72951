package io.croft.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.Placement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of an administrator's connection on which nothing comes any more. */
final class AdminSessionsIT {

  @Test
  void givesUpAServerThatSaysNothing() throws SQLException {
    TestServer.prepare(TestServer.TEN_TABLES);
    try (AdminSessions sessions = new AdminSessions(TestServer::admin, Duration.ofMillis(200))) {
      assertThatThrownBy(() -> run(sessions, "SELECT pg_sleep(5)"))
          .isInstanceOf(SQLException.class)
          .extracting(e -> ((SQLException) e).getSQLState())
          .isEqualTo("08006");
      assertThat(run(sessions, "SELECT 'there again'")).containsExactly("there again");
    }
  }

  private static List<String> run(AdminSessions sessions, String query) throws SQLException {
    return sessions.with(
        TestServer.NAME, Placement.SHARED_DATABASE, admin -> Sql.strings(admin, query));
  }
}

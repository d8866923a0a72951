package io.croft.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.embedded.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a PgBouncer before a server does. */
@Needs("pgbouncer")
class PgBouncerIT {

  private static final String BACKEND = "SELECT pg_backend_pid()";

  private static EmbeddedPostgres postgres;

  @BeforeAll
  static void start() throws SQLException {
    postgres = EmbeddedPostgres.builder().durable(false).start();
    try (Connection admin = postgres.connect("postgres");
        Statement statement = admin.createStatement()) {
      statement.execute("CREATE ROLE ann LOGIN PASSWORD 'of-ann'");
      statement.execute("CREATE ROLE bob LOGIN PASSWORD 'of-bob'");
    }
  }

  @AfterAll
  static void stop() {
    postgres.close();
  }

  @Test
  void sharesOneBackendAmongAllConnectionsOfALogin() throws SQLException {
    try (PgBouncer bouncer = before().start();
        Connection first = connect(bouncer, "ann", "of-ann");
        Connection second = connect(bouncer, "ann", "of-ann");
        Connection other = connect(bouncer, "bob", "of-bob")) {
      assertThat(text(first, BACKEND)).isEqualTo(text(second, BACKEND));
      assertThat(text(other, BACKEND)).isNotEqualTo(text(first, BACKEND));
      assertThat(text(other, "SELECT session_user")).isEqualTo("bob");
    }
  }

  @Test
  void refusesAWrongPasswordAndAnUnknownLogin() throws SQLException {
    try (PgBouncer bouncer = before().start()) {
      assertThatThrownBy(() -> connect(bouncer, "ann", "of-bob")).isInstanceOf(SQLException.class);
      assertThatThrownBy(() -> connect(bouncer, "postgres", postgres.password()))
          .isInstanceOf(SQLException.class);
    }
  }

  @Test
  void endsAndLeavesNothing() throws SQLException {
    PgBouncer bouncer = before().start();
    try (Connection ann = connect(bouncer, "ann", "of-ann")) {
      assertThat(text(ann, "SELECT 1")).isEqualTo("1");
      bouncer.close();
      assertThatThrownBy(() -> text(ann, "SELECT 1")).isInstanceOf(SQLException.class);
    }
    bouncer.close();
    assertThatThrownBy(() -> connect(bouncer, "ann", "of-ann")).isInstanceOf(SQLException.class);
  }

  @Test
  void saysWhyItDoesNotStart() {
    assertThatThrownBy(() -> before().setting("no_such_setting", "1").start())
        .hasMessageContaining("no_such_setting");
  }

  private static PgBouncer.Builder before() throws SQLException {
    PgBouncer.Builder builder = PgBouncer.before(postgres.host(), postgres.port());
    try (Connection admin = postgres.connect("postgres")) {
      for (String login : new String[] {"ann", "bob"}) {
        builder.login(
            login,
            text(admin, "SELECT rolpassword FROM pg_authid WHERE rolname = '" + login + "'"));
      }
    }
    return builder;
  }

  private static Connection connect(PgBouncer bouncer, String login, String password)
      throws SQLException {
    return DriverManager.getConnection(
        bouncer.jdbcUrl("postgres") + "?assumeMinServerVersion=15&prepareThreshold=0",
        login,
        password);
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}

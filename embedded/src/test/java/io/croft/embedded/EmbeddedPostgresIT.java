package io.croft.embedded;

import static io.croft.embedded.Queries.assertRefused;
import static io.croft.embedded.Queries.execute;
import static io.croft.embedded.Queries.login;
import static io.croft.embedded.Queries.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What every server promises while it runs. */
class EmbeddedPostgresIT {

  private static EmbeddedPostgres server;

  @BeforeAll
  static void start() {
    server = EmbeddedPostgres.builder().name("shared").start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void refusesALoginWithoutItsSecret() throws SQLException {
    execute(server, "CREATE ROLE tenant_a LOGIN PASSWORD 'secret-of-a'");
    execute(server, "CREATE ROLE tenant_b LOGIN PASSWORD 'secret-of-b'");
    execute(server, "CREATE ROLE without_password LOGIN");
    String url = server.jdbcUrl("postgres");

    assertThat(login(url, "tenant_a", "secret-of-a")).isEqualTo("tenant_a");

    assertRefused(url, "tenant_a", "secret-of-b");
    assertRefused(url, "tenant_a", server.password());
    assertRefused(url, "postgres", "secret-of-a");
    assertRefused(url, "postgres", "postgres");
    assertRefused(url, "without_password", "any");
    assertRefused(url, "no_such_role", "any");
  }

  @Test
  void asksEveryRoleForScramAndKeepsNoOtherSecret() throws SQLException {
    execute(server, "CREATE ROLE with_password LOGIN PASSWORD 'a'");

    assertThat(query(server, "SELECT DISTINCT auth_method FROM pg_hba_file_rules"))
        .containsExactly("scram-sha-256");
    assertThat(query(server, "SELECT error FROM pg_hba_file_rules WHERE error IS NOT NULL"))
        .isEmpty();
    assertThat(query(server, "SELECT left(rolpassword, 14) FROM pg_authid WHERE rolcanlogin"))
        .filteredOn(password -> password != null)
        .containsOnly("SCRAM-SHA-256$");
  }

  @Test
  void leavesNoWayInButTheLoopbackPort() throws SQLException, IOException {
    assertThat(query(server, "SHOW listen_addresses")).containsExactly("127.0.0.1");
    assertThat(query(server, "SHOW unix_socket_directories")).containsExactly("");
    assertThat(query(server, "SELECT DISTINCT type || ' ' || address FROM pg_hba_file_rules"))
        .containsExactly("host 127.0.0.1");
    assertThat(server.dataDirectory().resolveSibling("initdb.password")).doesNotExist();
    assertThat(Files.readString(server.dataDirectory().resolve("pg_hba.conf")).lines())
        .filteredOn(line -> !line.startsWith("#"))
        .noneMatch(line -> line.contains("trust"));
  }

  @Test
  void isDurableAndDecodesLogically() throws SQLException {
    assertThat(query(server, "SHOW fsync")).containsExactly("on");
    assertThat(query(server, "SHOW synchronous_commit")).containsExactly("on");
    assertThat(query(server, "SHOW full_page_writes")).containsExactly("on");
    assertThat(query(server, "SHOW max_connections")).containsExactly("200");

    execute(server, "SELECT pg_create_logical_replication_slot('decoded', 'pgoutput')");
    execute(server, "SELECT pg_drop_replication_slot('decoded')");
  }

  @Test
  void sortsAndFoldsTextTheSameEverywhere() throws SQLException {
    assertThat(query(server, "SELECT x FROM unnest('{a,B,é,z}'::text[]) x ORDER BY x"))
        .containsExactly("B", "a", "z", "é");
    assertThat(query(server, "SHOW server_encoding")).containsExactly("UTF8");
    if (server.majorVersion() >= 17) {
      assertThat(query(server, "SELECT upper('é')")).containsExactly("É");
    }
  }

  @Test
  void runsParallelQueriesWithoutSharedMemoryOfTheSystem() throws SQLException {
    assertThat(query(server, "SHOW dynamic_shared_memory_type")).containsExactly("mmap");
    execute(server, "CREATE TABLE big AS SELECT generate_series(1, 200000) AS n");
    execute(server, "ALTER TABLE big SET (parallel_workers = 2)");
    try (Connection connection = server.connect("postgres");
        var statement = connection.createStatement()) {
      statement.execute("SET parallel_setup_cost = 0");
      statement.execute("SET parallel_tuple_cost = 0");
      try (var rows = statement.executeQuery("EXPLAIN (ANALYZE) SELECT sum(n) FROM big")) {
        StringBuilder plan = new StringBuilder();
        while (rows.next()) {
          plan.append(rows.getString(1)).append('\n');
        }
        assertThat(plan).contains("Workers Launched: 2");
      }
    }
  }

  @Test
  void takesSettingsAndQuotesThem() throws SQLException {
    try (EmbeddedPostgres other =
        EmbeddedPostgres.builder()
            .name("o'ther \\ one")
            .durable(false)
            .setting("work_mem", "7MB")
            .setting("max_connections", "50")
            .setting("app.note", "it's; # \\ 'quoted'")
            .start()) {
      assertThat(query(other, "SHOW work_mem")).containsExactly("7MB");
      assertThat(query(other, "SHOW max_connections")).containsExactly("50");
      assertThat(query(other, "SHOW app.note")).containsExactly("it's; # \\ 'quoted'");
      assertThat(query(other, "SHOW cluster_name")).containsExactly("o'ther \\ one");
      assertThat(query(other, "SHOW fsync")).containsExactly("off");
    }
  }

  @Test
  void cannotBeOpenedByASetting() throws SQLException {
    try (EmbeddedPostgres other =
        EmbeddedPostgres.builder()
            .durable(false)
            .setting("Listen_Addresses", "*")
            .setting("HBA_FILE", "/etc/hosts")
            .setting("unix_socket_directories", "/tmp")
            .start()) {
      assertThat(query(other, "SHOW listen_addresses")).containsExactly("127.0.0.1");
      assertThat(query(other, "SHOW unix_socket_directories")).containsExactly("");
      assertThat(query(other, "SELECT DISTINCT auth_method FROM pg_hba_file_rules"))
          .containsExactly("scram-sha-256");
    }
  }

  @Test
  @SuppressWarnings("try") // one is closed before its end, to see that the other runs on
  void runsSeveralServersAtOnceAndLeavesNothing() throws SQLException {
    Path first;
    Path second;
    try (EmbeddedPostgres a = EmbeddedPostgres.builder().name("a").start();
        EmbeddedPostgres b = EmbeddedPostgres.builder().name("b").start()) {
      first = a.dataDirectory().getParent();
      second = b.dataDirectory().getParent();
      assertThat(a.password()).isNotEqualTo(b.password());
      assertThat(query(a, "SHOW port")).containsExactly(Integer.toString(a.port()));
      assertThat(query(b, "SHOW port")).containsExactly(Integer.toString(b.port()));
      assertRefused(a.jdbcUrl("postgres"), "postgres", b.password());
      a.close();
      assertThat(first).doesNotExist();
      assertThat(query(b, "SELECT 1")).containsExactly("1");
    }
    assertThat(second).doesNotExist();
  }

  @Test
  void saysWhyAPortCannotBeHad() throws IOException {
    try (ServerSocket taken = new ServerSocket()) {
      taken.bind(new InetSocketAddress("127.0.0.1", 0));
      assertThatThrownBy(() -> EmbeddedPostgres.builder().port(taken.getLocalPort()).start())
          .isInstanceOf(EmbeddedPostgresException.class)
          .hasMessageContaining("Address already in use")
          .hasMessageContaining(Integer.toString(taken.getLocalPort()))
          .hasMessageContaining("Name another port");
    }
  }

  @Test
  void saysWhichSettingIsWrong() {
    assertThatThrownBy(() -> EmbeddedPostgres.builder().setting("work_mem", "lots").start())
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("work_mem")
        .hasMessageContaining("Correct the setting's value");
  }
}

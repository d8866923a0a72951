package io.croft.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresIT {

  @Test
  void refusesALoginWithoutItsSecret() throws SQLException {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      execute(server, "CREATE ROLE tenant_a LOGIN PASSWORD 'secret-of-a'");
      String url = server.jdbcUrl("postgres");

      assertThat(login(url, "tenant_a", "secret-of-a")).isEqualTo("tenant_a");
      for (String wrong : List.of("secret-of-b", "x", server.password())) {
        assertThatThrownBy(() -> login(url, "tenant_a", wrong))
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
      }
      assertThatThrownBy(() -> login(url, "postgres", "secret-of-a"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
    }
  }

  @Test
  void asksEveryRoleForScramAndListensOnLoopbackAlone() throws SQLException {
    try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
      assertThat(
              query(
                  server,
                  "SELECT DISTINCT type || ' ' || address || ' ' || auth_method"
                      + " FROM pg_hba_file_rules"))
          .containsExactly("host 127.0.0.1 scram-sha-256");
      assertThat(query(server, "SHOW listen_addresses")).containsExactly("127.0.0.1");
      assertThat(query(server, "SHOW unix_socket_directories")).containsExactly("");
      assertThat(query(server, "SHOW fsync")).containsExactly("on");
      assertThat(query(server, "SHOW wal_level")).containsExactly("logical");
    }
  }

  @Test
  void runsTwoServersAtOnceAndLeavesNothing() throws SQLException {
    Path first;
    Path second;
    try (EmbeddedPostgres a = EmbeddedPostgres.start();
        EmbeddedPostgres b = EmbeddedPostgres.start()) {
      assertThat(a.port()).isNotEqualTo(b.port());
      first = a.dataDirectory();
      second = b.dataDirectory();
      assertThat(query(a, "SHOW port")).containsExactly(Integer.toString(a.port()));
      assertThat(query(b, "SHOW port")).containsExactly(Integer.toString(b.port()));
    }
    assertThat(first.getParent()).doesNotExist();
    assertThat(second.getParent()).doesNotExist();
  }

  @Test
  void keepsADataDirectoryOverItsEnd(@TempDir Path directory) throws SQLException {
    String password;
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().dataDirectory(directory).start()) {
      password = server.password();
      execute(server, "CREATE TABLE kept AS SELECT 42 AS answer");
    }
    assertThat(Files.exists(directory.resolve("data/PG_VERSION"))).isTrue();
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().dataDirectory(directory).start()) {
      assertThat(server.password()).isEqualTo(password);
      assertThat(query(server, "SELECT answer FROM kept")).containsExactly("42");
      server.kill();
      server.restart();
      assertThat(query(server, "SELECT answer FROM kept")).containsExactly("42");
    }
  }

  private static String login(String url, String user, String password) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT current_user")) {
      row.next();
      return row.getString(1);
    }
  }

  private static void execute(EmbeddedPostgres server, String sql) throws SQLException {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static List<String> query(EmbeddedPostgres server, String sql) throws SQLException {
    List<String> values = new ArrayList<>();
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}

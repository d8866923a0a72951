package io.croft.embedded;

import static io.croft.embedded.Queries.execute;
import static io.croft.embedded.Queries.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data directory that outlives its server. */
class DataDirectoryIT {

  @TempDir private Path parent;
  private Path directory;

  @BeforeEach
  void nameTheDirectory() throws IOException {
    Files.setPosixFilePermissions(parent, PosixFilePermissions.fromString("rwxr-xr-x"));
    directory = parent.resolve("it's a \"server\"");
  }

  private EmbeddedPostgres start() {
    return EmbeddedPostgres.builder().dataDirectory(directory).start();
  }

  @Test
  void keepsDataAndPasswordOverARestart() throws SQLException, IOException {
    String password;
    try (EmbeddedPostgres server = start()) {
      password = server.password();
      execute(server, "CREATE TABLE kept AS SELECT 42 AS answer");
    }
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("superuser.password"))))
        .isEqualTo("rw-------");
    assertThat(directory.resolve("data/postmaster.pid")).doesNotExist();
    try (EmbeddedPostgres server = start()) {
      assertThat(server.password()).isEqualTo(password);
      assertThat(query(server, "SELECT answer FROM kept")).containsExactly("42");
      assertThat(server.dataDirectory().resolve("PG_VERSION")).exists();
    }
  }

  @Test
  void recoversFromAKillOnTheSamePort() throws SQLException {
    try (EmbeddedPostgres server = start()) {
      int port = server.port();
      execute(server, "CREATE TABLE kept AS SELECT 42 AS answer");
      server.kill();
      assertThatThrownBy(() -> query(server, "SELECT 1")).isInstanceOf(SQLException.class);
      server.kill();
      server.restart();
      assertThat(query(server, "SELECT answer FROM kept")).containsExactly("42");
      assertThat(query(server, "SHOW port")).containsExactly(Integer.toString(port));
      server.restart();
      assertThat(query(server, "SELECT answer FROM kept")).containsExactly("42");
    }
  }

  @Test
  void isRefusedWhileAnotherServerUsesIt() throws SQLException {
    try (EmbeddedPostgres server = start()) {
      assertThatThrownBy(this::start)
          .isInstanceOf(EmbeddedPostgresException.class)
          .hasMessageContaining("in use")
          .hasMessageContaining(directory.toString());
      assertThat(query(server, "SELECT 1")).containsExactly("1");
    }
  }

  @Test
  void isTakenOverFromAServerThatCrashedLongAgo() throws SQLException, IOException {
    start().close();
    // After a crash of the machine the number belongs to any process, here to this JVM.
    Files.writeString(
        directory.resolve("data/postmaster.pid"), ProcessHandle.current().pid() + "\n/x\n0\n");
    try (EmbeddedPostgres server = start()) {
      assertThat(query(server, "SELECT 1")).containsExactly("1");
    }
  }

  @Test
  void isMadeAgainWhenItsMakingWasInterrupted() throws SQLException, IOException {
    Files.createDirectories(directory.resolve("data.new/base"));
    Files.writeString(directory.resolve("data.new/PG_VERSION"), "18\n");
    Files.writeString(directory.resolve("superuser.password"), "of an interrupted start\n");
    try (EmbeddedPostgres server = start()) {
      assertThat(query(server, "SELECT 1")).containsExactly("1");
      assertThat(server.password()).doesNotContain("interrupted");
    }
  }

  @Test
  void isRefusedWhenItHoldsSomethingElse() throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("thesis.txt"), "years of work");
    assertThatThrownBy(this::start)
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("files in it")
        .hasMessageContaining("Name an empty directory");
    assertThat(directory.resolve("thesis.txt")).hasContent("years of work");
  }

  @Test
  void isRefusedWhenAnotherVersionMadeIt() throws IOException {
    start().close();
    Files.writeString(directory.resolve("data/PG_VERSION"), "12\n");
    assertThatThrownBy(this::start)
        .isInstanceOf(EmbeddedPostgresException.class)
        .hasMessageContaining("PostgreSQL 12");
  }
}

package io.croft.embedded;

import static io.croft.embedded.Queries.query;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** No server outlives its JVM, and no temporary data either. */
@Timeout(120)
class CleanUpIT {

  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private Path temporary;

  @BeforeEach
  void openTheDirectory() throws IOException {
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  @Test
  void followsAKilledJvm() throws Exception {
    ChildJvm child = new ChildJvm(temporary);
    ProcessHandle postmaster = postmaster(child.dataDirectory());

    child.kill();

    await().atMost(SOON).until(() -> !postmaster.isAlive());
    await().atMost(SOON).untilAsserted(() -> assertThat(entries()).isEmpty());
  }

  @Test
  void followsAJvmKilledWhileItStarts() throws Exception {
    ChildJvm child = new ChildJvm(temporary);
    await().atMost(SOON).pollInterval(Duration.ofMillis(2)).until(this::making);

    child.kill();

    await().atMost(SOON).untilAsserted(() -> assertThat(entries()).isEmpty());
  }

  @Test
  void followsAnInterruptFromTheTerminal() throws Exception {
    assumeFalse(interruptIsIgnored(), "started in the background, where SIGINT is ignored");
    ChildJvm child = new ChildJvm(temporary);
    ProcessHandle postmaster = postmaster(child.dataDirectory());

    assertThat(child.interrupt()).isEqualTo(130);

    assertThat(entries()).as("the JVM has waited for the end").isEmpty();
    await().atMost(SOON).until(() -> !postmaster.isAlive());
  }

  @Test
  void shutsKeptDataDownInOrderAfterAKilledJvm() throws Exception {
    Path kept = temporary.resolve("kept");
    ChildJvm child = new ChildJvm(temporary, kept.toString());
    Path data = child.dataDirectory();
    assertThat(data).isEqualTo(kept.toRealPath().resolve("data"));

    child.kill();

    // It also waits for the server that is still being stopped.
    try (EmbeddedPostgres server = EmbeddedPostgres.builder().dataDirectory(kept).start()) {
      assertThat(query(server, "SELECT 1")).containsExactly("1");
    }
    assertThat(Files.readString(kept.resolve("server.log")))
        .contains("database system is shut down")
        .doesNotContain("was not properly shut down");
  }

  @Test
  void stopsAServerWhoseSupervisorWasKilled() throws SQLException, IOException {
    EmbeddedPostgres server = EmbeddedPostgres.start();
    Path root = server.dataDirectory().resolve("..").normalize();
    ProcessHandle postmaster = postmaster(server.dataDirectory());
    ProcessHandle.current()
        .children()
        .filter(
            child ->
                child.info().arguments().stream()
                    .flatMap(Stream::of)
                    .anyMatch(root.toString()::equals))
        .forEach(ProcessHandle::destroyForcibly);
    assertThat(query(server, "SELECT 1")).containsExactly("1");

    server.close();

    await().atMost(SOON).until(() -> !postmaster.isAlive());
    assertThat(root).doesNotExist();
  }

  /** The set of ignored signals is a mask in hexadecimal; SIGINT is signal 2, the second bit. */
  private static boolean interruptIsIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    if (!Files.exists(status)) {
      return false;
    }
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith("SigIgn:"))
        .map(line -> new BigInteger(line.substring("SigIgn:".length()).strip(), 16))
        .anyMatch(mask -> mask.testBit(1));
  }

  private boolean making() throws IOException {
    for (Path root : entries()) {
      if (Files.exists(root.resolve("data.new/base"))) {
        return true;
      }
    }
    return false;
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> entries = Files.list(temporary)) {
      return entries.filter(path -> !path.getFileName().toString().startsWith("hsperf")).toList();
    }
  }

  private static ProcessHandle postmaster(Path data) throws IOException {
    String pid = Files.readAllLines(data.resolve("postmaster.pid")).get(0);
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }
}

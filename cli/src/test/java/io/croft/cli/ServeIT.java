package io.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code croft serve --embedded} as a process of its own, and the commands that find it. */
final class ServeIT {

  @TempDir private Path directory = Path.of("");
  private final List<Process> processes = new ArrayList<>();

  private Process serve() throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            "io.croft.cli.Main",
            "serve",
            "--embedded",
            "--json",
            "--data",
            directory.resolve("data").toString());
    builder.environment().putAll(environment());
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    processes.add(process);
    return process;
  }

  private Path state() {
    return directory.resolve("state/serve.json");
  }

  private Map<String, String> environment() {
    return Map.of("CROFT_STATE", state().toString());
  }

  private Console croft(String... arguments) {
    return Console.run(environment(), arguments);
  }

  /** Ends what still serves, its servers too: the directory goes only when nobody writes to it. */
  @AfterEach
  void stop() throws Exception {
    for (Process process : processes) {
      List<ProcessHandle> servers = process.descendants().toList();
      process.toHandle().destroy();
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      await().until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
    }
  }

  private static void awaitReady(Process process) throws Exception {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.equals("}")) {
        return;
      }
    }
    throw new AssertionError("croft serve ended before it was ready");
  }

  @Test
  void servesUntilItIsToldToEndAndKeepsItsData() throws Exception {
    Process first = serve();
    awaitReady(first);
    assertThat(Files.getPosixFilePermissions(state()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(croft("serve", "--embedded", "--json").errorCode()).isEqualTo("already-served");
    assertThat(croft("tenant", "create", "kept").status()).isZero();
    assertThat(croft("move", "start", "kept", "--server", other("kept")).status()).isZero();
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> croft("watch", "status", "--max-age", "3600").status() == 0);
    List<ProcessHandle> servers = first.descendants().toList();
    assertThat(servers).isNotEmpty();

    first.toHandle().destroy();
    assertThat(first.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(state()).doesNotExist();
    await().until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(croft("tenant", "list").status()).isEqualTo(5);

    awaitReady(serve());
    Console shown = croft("tenant", "show", "kept", "--json");
    assertThat(shown.status()).as(shown.err()).isZero();
    assertThat(shown.json().path("history")).hasSize(2);
  }

  private String other(String tenant) {
    String server =
        croft("tenant", "show", tenant, "--json").json().at("/tenant/home/server").asString();
    return server.equals("eu-1") ? "us-1" : "eu-1";
  }
}

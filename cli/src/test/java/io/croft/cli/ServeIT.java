package io.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.CatalogAddress;
import io.croft.core.TenantId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** {@code croft serve --embedded} as a process of its own, and the commands that find it. */
final class ServeIT {

  @TempDir private Path directory = Path.of("");
  private final List<Process> processes = new ArrayList<>();

  private Process serve(String... more) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "io.croft.cli.Main",
                "serve",
                "--embedded",
                "--json",
                "--data",
                directory.resolve("data").toString()));
    command.addAll(List.of(more));
    ProcessBuilder builder = new ProcessBuilder(command);
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

  /** Waits until it serves, and returns what it has written then. */
  private static JsonNode awaitReady(Process process) throws Exception {
    BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
    StringBuilder text = new StringBuilder();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      text.append(line);
      if (line.equals("}")) {
        return new JsonMapper().readTree(text.toString());
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

    end(first);
    assertThat(state()).doesNotExist();
    await().until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
    assertThat(croft("tenant", "list").status()).isEqualTo(5);

    awaitReady(serve());
    Console shown = croft("tenant", "show", "kept", "--json");
    assertThat(shown.status()).as(shown.err()).isZero();
    assertThat(shown.json().path("history")).hasSize(2);
  }

  @Test
  void anApplicationWithMigrationsOfItsOwnFindsItsTenantsByOneFile() throws Exception {
    String[] migrations = {
      "--no-watch", "--schema", "filesystem:" + accounts(), "--extension", "btree_gist"
    };
    Process first = serve(migrations);
    Path file = Path.of(awaitReady(first).path("applicationFile").asString());
    assertThat(file).isEqualTo(directory.resolve("state/serve-application.properties"));
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    TenantId acme = tenant("acme", "pool");
    TenantId globex = tenant("globex", "database");
    try (Application application = Application.of(properties(file))) {
      application.add(acme, "of acme");
      application.add(globex, "of globex");
      assertThat(application.names(acme)).containsExactly("of acme");
      assertThat(application.names(globex)).containsExactly("of globex");
    }
    assertThat(croft("application", "list").out()).contains("application").contains("usable");
    Properties old = properties(file);
    assertThat(CatalogAddress.parse(old.getProperty("croft.catalog")).user())
        .as("a login that may only read")
        .isEqualTo("application");
    end(first);
    assertThat(file).doesNotExist();

    Process second = serve(migrations);
    assertThat(awaitReady(second).path("applicationFile").asString()).isEqualTo(file.toString());
    assertThat(properties(file).getProperty("croft.secret"))
        .isEqualTo(old.getProperty("croft.secret"));
    try (Application application = Application.of(properties(file))) {
      assertThat(application.names(acme)).containsExactly("of acme");
    }
  }

  @Test
  void refusesAPlaceWithoutMigrationsAndLeavesNothingToFind() {
    Console refused =
        croft("serve", "--embedded", "--schema", "filesystem:" + directory + "/no", "--json");
    assertThat(refused.errorCode()).isEqualTo("configuration-invalid");
    assertThat(refused.err()).contains("no migration in filesystem:");
    assertThat(directory).isEmptyDirectory();
    assertThat(croft("serve", "--schema", "filesystem:x", "--json").errorCode())
        .isEqualTo("argument-invalid");
    assertThat(croft("serve", "--extension", "btree_gist", "--json").errorCode())
        .isEqualTo("argument-invalid");
  }

  private Path accounts() throws IOException {
    Path folder = Files.createDirectories(directory.resolve("migrations"));
    Files.writeString(
        folder.resolve("V1__account.sql"),
        """
        CREATE TABLE account (
          tenant_id uuid NOT NULL DEFAULT croft.tenant(),
          id bigint GENERATED ALWAYS AS IDENTITY,
          name text NOT NULL,
          PRIMARY KEY (tenant_id, id),
          EXCLUDE USING gist (tenant_id WITH =, name WITH =)
        );
        """);
    return folder;
  }

  private TenantId tenant(String slug, String isolation) {
    Console created =
        croft("tenant", "create", slug, "--plan", "enterprise", "--isolation", isolation, "--json");
    assertThat(created.status()).as(created.err()).isZero();
    return TenantId.of(created.json().path("id").asString());
  }

  private static Properties properties(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
      properties.load(reader);
    }
    return properties;
  }

  private static void end(Process process) throws InterruptedException {
    process.toHandle().destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
  }

  private String other(String tenant) {
    String server =
        croft("tenant", "show", tenant, "--json").json().at("/tenant/home/server").asString();
    return server.equals("eu-1") ? "us-1" : "eu-1";
  }
}

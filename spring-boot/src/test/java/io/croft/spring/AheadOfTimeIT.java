package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplicationAotProcessor;

/**
 * The application is processed ahead of time where there is no database, compiled, and started in a
 * process of its own with what was generated.
 */
final class AheadOfTimeIT {

  private static final String PASSWORD = "sesame-of-the-catalog";
  private static final String SECRET = "5e5a3e".repeat(10) + "5e5a";
  private static final String HEADER = "X-Tenant";

  @TempDir static Path directory;

  private static long visitors;

  @BeforeAll
  static void process() throws Exception {
    CompletableFuture<Void> visits;
    try (ServerSocket nowhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      visits = CompletableFuture.runAsync(() -> countVisitors(nowhere));
      SpringApplicationAotProcessor.main(
          new String[] {
            NotesAheadOfTime.class.getName(),
            directory.resolve("sources").toString(),
            directory.resolve("resources").toString(),
            directory.resolve("classes").toString(),
            "io.croft.test",
            "notes",
            "--croft.catalog=postgresql://booking:%s@127.0.0.1:%d/catalog"
                .formatted(PASSWORD, nowhere.getLocalPort()),
            "--croft.secret=" + SECRET,
            "--croft.web.header=" + HEADER,
            "--spring.cache.type=caffeine",
            "--spring.cache.cache-names=first"
          });
    }
    visits.join();
    compile();
  }

  private static void countVisitors(ServerSocket nowhere) {
    try {
      while (true) {
        nowhere.accept().close();
        visitors++;
      }
    } catch (IOException closed) {
      // All have come who come.
    }
  }

  private static List<Path> files(String kind) throws IOException {
    Path root = directory.resolve(kind);
    try (Stream<Path> all = Files.exists(root) ? Files.walk(root) : Stream.empty()) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  private static void compile() throws IOException {
    JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "-proc:none",
                "-nowarn",
                "-d",
                directory.resolve("classes").toString(),
                "-cp",
                directory.resolve("classes") + ":" + System.getProperty("java.class.path")));
    files("sources").forEach(source -> arguments.add(source.toString()));
    assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new))).isZero();
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.ISO_8859_1);
  }

  @Test
  void noDatabaseIsAskedMeanwhile() throws IOException {
    assertThat(files("sources")).isNotEmpty();
    assertThat(visitors).isZero();
  }

  @Test
  void noSecretIsWrittenDown() throws IOException {
    assertThat(files("sources"))
        .as("what is looked for in the same way, and found")
        .anySatisfy(file -> assertThat(text(file)).contains("croftSecret"));
    for (String kind : List.of("sources", "resources", "classes")) {
      for (Path file : files(kind)) {
        assertThat(text(file)).as(file.toString()).doesNotContain(PASSWORD, SECRET);
      }
    }
  }

  @Test
  void theApplicationServesItsTenants() throws Exception {
    Path port = directory.resolve("port");
    Path log = directory.resolve("log");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dspring.aot.enabled=true",
                "-D" + NotesAheadOfTime.ENDS_WITH_INPUT + "=true",
                "-Dportfile=" + port,
                "-XX:TieredStopAtLevel=1",
                "-cp",
                String.join(
                    ":",
                    directory.resolve("classes").toString(),
                    directory.resolve("resources").toString(),
                    System.getProperty("java.class.path")),
                NotesAheadOfTime.class.getName(),
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--croft.web.header=" + HEADER));
    NotesService.access().forEach(one -> command.add("--" + one));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      await()
          .atMost(Duration.ofMinutes(3))
          .until(() -> !process.isAlive() || Files.exists(port) && Files.size(port) > 0);
      assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
      assertThat(Files.readString(log)).contains("AOT-processed");
      serves("http://127.0.0.1:" + Files.readString(port).strip());
    } finally {
      process.getOutputStream().close();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void serves(String address) throws IOException, InterruptedException {
    for (Isolation isolation : Isolation.values()) {
      TenantId acme = NotesService.tenant(isolation);
      TenantId globex = NotesService.tenant(isolation);
      URI notes = URI.create(address + "/notes");
      send(acme, HttpRequest.newBuilder(notes).POST(text("of acme")));
      assertThat(send(acme, HttpRequest.newBuilder(notes))).isEqualTo("[\"of acme\"]");
      assertThat(send(globex, HttpRequest.newBuilder(notes))).isEqualTo("[]");
      send(globex, HttpRequest.newBuilder(notes).POST(text("of globex")));
      URI cached = URI.create(address + "/cached");
      for (int round = 0; round < 2; round++) {
        assertThat(send(acme, HttpRequest.newBuilder(cached))).isEqualTo("of acme");
        assertThat(send(globex, HttpRequest.newBuilder(cached))).isEqualTo("of globex");
      }
    }
  }

  private static HttpRequest.BodyPublisher text(String text) {
    return HttpRequest.BodyPublishers.ofString(text);
  }

  private static String send(TenantId tenant, HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                request
                    .header(HEADER, tenant.toString())
                    .header("Content-Type", "text/plain")
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }
}

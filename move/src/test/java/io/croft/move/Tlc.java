package io.croft.move;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tlc2.TLC;

/**
 * The model checker, in a process and a directory of its own under {@code target/model}. Two runs
 * in one temporary directory would take each other's standard modules away.
 *
 * @see <a href="https://lamport.azurewebsites.net/tla/book.html">Lamport, Specifying Systems,
 *     chapter 14</a>
 */
final class Tlc {

  private static final Path RUNS = Path.of("target", "model").toAbsolutePath();

  private final int workers;
  private final int megabytes;
  private final Duration limit;

  private Tlc(int workers, int megabytes, Duration limit) {
    this.workers = workers;
    this.megabytes = megabytes;
    this.limit = limit;
  }

  /** For a search of thousands of states. */
  static Tlc quick() {
    return new Tlc(1, 400, Duration.ofMinutes(3));
  }

  /** For a search of millions of states. */
  static Tlc thorough() {
    return new Tlc(2, 2_000, Duration.ofMinutes(10));
  }

  Tlc within(Duration shorter) {
    return new Tlc(workers, megabytes, shorter);
  }

  /** What a run has shown, and all that it has printed. */
  record Run(Verdict verdict, List<String> output) {}

  /** Checks a model; what TLC prints stays in the run's directory. */
  Verdict check(Model model) throws IOException, InterruptedException {
    return run(model).verdict();
  }

  /** Checks a model likewise. */
  Run run(Model model) throws IOException, InterruptedException {
    Files.createDirectories(RUNS);
    Path directory = Files.createTempDirectory(RUNS, model.module() + "-");
    Path output = directory.resolve("output.txt");
    Process process =
        new ProcessBuilder(command(model, model.writeTo(directory), directory))
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        return new Run(
            new Verdict.Unchecked("not at its end after " + limit), Files.readAllLines(output));
      }
    } finally {
      process.destroyForcibly().waitFor();
      remove(directory.resolve("states"));
    }
    List<String> printed = Files.readAllLines(output);
    return new Run(Verdict.of(process.exitValue(), printed, model.properties()), printed);
  }

  private List<String> command(Model model, Path configuration, Path directory) {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    command.add("-Xmx" + megabytes + "m");
    command.add("-XX:+UseParallelGC");
    if (workers == 1) {
      command.add("-XX:TieredStopAtLevel=1");
    }
    command.add("-Djava.io.tmpdir=" + directory);
    command.addAll(List.of("-cp", jar(), TLC.class.getName()));
    command.addAll(List.of("-workers", String.valueOf(workers)));
    command.addAll(List.of("-metadir", directory.resolve("states").toString()));
    command.addAll(List.of("-config", configuration.getFileName().toString()));
    command.add(model.module() + ".tla");
    return command;
  }

  private static String jar() {
    URL location = TLC.class.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(URI.create(location.toString())).toString();
  }

  private static void remove(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}

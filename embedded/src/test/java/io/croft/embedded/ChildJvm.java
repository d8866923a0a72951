package io.croft.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A JVM that starts a server and then waits for its end. */
final class ChildJvm {

  private final Process process;
  private final BufferedReader output;

  /** Launches it in a process group of its own where the system has setsid. */
  ChildJvm(Path temporary, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    if (Command.run(List.of("setsid", "true")).succeeded()) {
      command.add("setsid");
    }
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            System.getProperty("java.class.path"),
            ChildJvm.class.getName()));
    command.addAll(List.of(arguments));
    process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts a server, kept in the directory of the first argument if there is one. */
  public static void main(String[] arguments) throws IOException {
    EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().name("child");
    if (arguments.length > 0) {
      builder.dataDirectory(Path.of(arguments[0]));
    }
    EmbeddedPostgres server = builder.start();
    System.out.println(server.dataDirectory());
    // Until the test ends it, by whatever means.
    int end = System.in.read();
    System.exit(end < 0 ? 0 : end);
  }

  /** Waits for its server and returns the data directory. */
  Path dataDirectory() throws IOException {
    return Path.of(output.readLine());
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** Sends the signal to the whole process group, as a terminal does, where there is one. */
  int interrupt() throws InterruptedException {
    String pid = Long.toString(process.pid());
    Command.run(List.of("sh", "-c", "kill -s INT -- -$0 2>/dev/null || kill -s INT $0", pid));
    return process.waitFor();
  }
}

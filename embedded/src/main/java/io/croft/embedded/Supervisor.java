package io.croft.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The process that runs a server's programs for this JVM. It reads requests from a pipe; when the
 * pipe ends, by {@link #close} or by the death of the JVM, it stops the server and cleans up.
 */
final class Supervisor implements AutoCloseable {

  private static final long PATIENCE_SECONDS = 120;

  private final Process process;
  private final BufferedReader answers;
  private final Writer requests;
  private final Path root;

  private Supervisor(Process process, Path root) {
    this.process = process;
    this.root = root;
    this.answers = process.inputReader(StandardCharsets.UTF_8);
    this.requests = process.outputWriter(StandardCharsets.UTF_8);
  }

  static Supervisor launch(ServerDirectory directory, Path programs, ServerUser user)
      throws IOException {
    List<String> command = new ArrayList<>();
    // A session of its own keeps it clear of signals to the group of the JVM.
    if (Command.run(List.of("setsid", "true")).succeeded()) {
      command.add("setsid");
    }
    command.addAll(
        List.of(
            "sh",
            "-c",
            script(),
            "croft-postgres",
            directory.root().toString(),
            directory.kept() ? "keep" : "remove",
            programs.toString(),
            user.owner()));
    command.addAll(user.prefix());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(
                ProcessBuilder.Redirect.appendTo(directory.root().resolve("server.log").toFile()));
    Command.cleanEnvironment(builder.environment());
    return new Supervisor(builder.start(), directory.root());
  }

  /** Has the request carried out, and tells whether that succeeded. */
  synchronized boolean request(String request) throws IOException {
    requests.write(request + "\n");
    requests.flush();
    String exit = answers.readLine();
    if (exit == null) {
      throw new EmbeddedPostgresException(
          "The process that supervises the server in %s has ended".formatted(root),
          "Did somebody kill it? Close this server and start another.");
    }
    return exit.equals("0");
  }

  @Override
  public synchronized void close() throws IOException {
    try {
      requests.close();
      if (process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    throw new EmbeddedPostgresException(
        "The server in %s did not stop within %d s".formatted(root, PATIENCE_SECONDS),
        "Stop it by hand: the first line of data/postmaster.pid there is its process.");
  }

  private static String script() throws IOException {
    try (InputStream script = Supervisor.class.getResourceAsStream("supervisor.sh")) {
      if (script == null) {
        throw new IOException("supervisor.sh is not on the class path");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}

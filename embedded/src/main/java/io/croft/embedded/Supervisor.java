package io.croft.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
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

  private final List<String> command;
  private final Process process;
  private final BufferedReader answers;
  private final Writer requests;
  private final Path root;

  private Supervisor(List<String> command, Path root) throws IOException {
    this.command = command;
    this.root = root;
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(Redirect.appendTo(root.resolve("server.log").toFile()));
    Command.cleanEnvironment(builder.environment());
    this.process = builder.start();
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
    Path root = directory.root();
    String atEnd = directory.kept() ? "keep" : "remove";
    command.addAll(List.of("/bin/sh", "-c", script(), "croft-postgres"));
    command.addAll(List.of(root.toString(), atEnd, programs.toString(), user.owner()));
    command.addAll(user.prefix());
    return new Supervisor(command, root);
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
    // Killed before its time it has stopped nothing; another one has only that left to do.
    if (!end() && !new Supervisor(command, root).end()) {
      throw new EmbeddedPostgresException(
          "The server in %s did not stop, or its files could not be removed".formatted(root),
          "Do it by hand: the first line of data/postmaster.pid there is its process.");
    }
  }

  /** Ends the requests, waits for what follows and tells whether that succeeded. */
  private boolean end() throws IOException {
    requests.close();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
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

package io.croft.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** A short command of the system, run to its end. */
record Command(int exit, String output) {

  /** Its exit code where the program is not installed. */
  private static final int NOT_FOUND = 127;

  /** Runs the command with its standard error joined to its output, both trimmed. */
  static Command run(List<String> command) {
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      cleanEnvironment(builder.environment());
      Process process = start(builder);
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
      return new Command(process.waitFor(), output);
    } catch (NotFoundException e) {
      return new Command(NOT_FOUND, String.valueOf(e.getMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedPostgresException(
          "Interrupted while running " + command.get(0), "Start the server again.", e);
    }
  }

  boolean succeeded() {
    return exit == 0;
  }

  /**
   * Leaves only what programs need: secrets of the JVM are not the server's, PGxxx would steer it.
   */
  static void cleanEnvironment(Map<String, String> environment) {
    environment.keySet().removeIf(name -> !name.equals("PATH") && !name.equals("LD_LIBRARY_PATH"));
    environment.merge("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", (own, system) -> own + ":" + system);
    environment.put("LC_ALL", "C");
    environment.put("TZ", "UTC");
  }

  private static Process start(ProcessBuilder builder) throws NotFoundException {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new NotFoundException(e);
    }
  }

  private static final class NotFoundException extends Exception {
    private static final long serialVersionUID = 1L;

    NotFoundException(IOException cause) {
      super(cause);
    }
  }
}

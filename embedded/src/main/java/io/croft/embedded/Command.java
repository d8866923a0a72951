package io.croft.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A short command of the system, run to its end: its exit code and all it wrote. */
record Command(int exit, String output) {

  /** Runs the command, found as the supervisor will find it; 127 is one that is not installed. */
  static Command run(List<String> command) {
    // Java itself looks for programs on the PATH that this JVM was started with.
    List<String> byShell = new ArrayList<>(List.of("/bin/sh", "-c", "exec \"$0\" \"$@\""));
    byShell.addAll(command);
    ProcessBuilder builder = new ProcessBuilder(byShell).redirectErrorStream(true);
    cleanEnvironment(builder.environment());
    try {
      Process process = builder.start();
      process.getOutputStream().close();
      byte[] output = process.getInputStream().readAllBytes();
      return new Command(process.waitFor(), new String(output, StandardCharsets.UTF_8).trim());
    } catch (IOException e) {
      throw failed(command, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(command, e);
    }
  }

  boolean succeeded() {
    return exit == 0;
  }

  /**
   * Leaves what programs need: the JVM's secrets are not the server's, and PGxxx would steer it.
   */
  static void cleanEnvironment(Map<String, String> environment) {
    environment.keySet().removeIf(name -> !name.equals("PATH") && !name.equals("LD_LIBRARY_PATH"));
    environment.merge("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", (own, system) -> own + ":" + system);
    environment.put("LC_ALL", "C");
    environment.put("TZ", "UTC");
  }

  private static EmbeddedPostgresException failed(List<String> command, Exception cause) {
    return new EmbeddedPostgresException(
        "The command %s could not be run".formatted(command.get(0)),
        "Start the server again; it needs /bin/sh.",
        cause);
  }
}

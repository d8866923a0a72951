package io.croft.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.Operation;
import io.croft.testbed.TestFleet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Starts processes that drive a move and are killed. */
final class MoverProcess {

  private static final int KILLED = 137;

  private MoverProcess() {}

  /** Runs a process until it is killed at the failpoint. */
  static void killAt(TestFleet fleet, Operation operation, String failpoint, Path directory)
      throws IOException, InterruptedException {
    Process process = start(fleet, operation, "-Dcroft.failpoint=" + failpoint, directory);
    try {
      assertThat(process.waitFor(3, TimeUnit.MINUTES)).isTrue();
      assertThat(process.exitValue()).isEqualTo(KILLED);
    } finally {
      process.destroyForcibly();
    }
  }

  private static Process start(TestFleet fleet, Operation operation, String option, Path directory)
      throws IOException {
    Path secretFile = directory.resolve("secret");
    Files.deleteIfExists(secretFile);
    fleet.secret().writeTo(secretFile);
    return new ProcessBuilder(
            System.getProperty("java.home") + "/bin/java",
            "-XX:TieredStopAtLevel=1",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
            option,
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            CrashingMover.class.getName(),
            fleet.address().uri(),
            operation.id().toString(),
            secretFile.toString())
        .inheritIO()
        .start();
  }
}

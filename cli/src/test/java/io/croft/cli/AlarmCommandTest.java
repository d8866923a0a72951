package io.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.ProbeChange;
import io.croft.catalog.ProbeOutcome;
import io.croft.catalog.ProbeResult;
import io.croft.core.Isolation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands of operators that do not do what they should. */
@Timeout(30)
final class AlarmCommandTest {

  private static final Duration SHORT = Duration.ofMillis(300);

  private static void tell(String command, Duration patience, String evidence) {
    new AlarmCommand(command, patience)
        .changed(
            new ProbeChange(
                new ProbeResult(
                    "eu-1",
                    "croft_app",
                    Isolation.POOL,
                    null,
                    null,
                    "tables",
                    ProbeOutcome.ALARM,
                    evidence,
                    1),
                null));
  }

  @Test
  void oneThatHangsIsEndedWithAllThatItHasStarted(@TempDir Path directory) throws IOException {
    Path started = directory.resolve("pid");
    tell("sleep 600 & echo $! > '" + started + "'; wait", Duration.ofSeconds(2), "a table");
    long child = Long.parseLong(Files.readString(started).strip());
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> ProcessHandle.of(child).map(p -> !p.isAlive()).orElse(true));
  }

  @Test
  void oneThatDoesNotReadItsInputHoldsNothingUp() {
    tell("exec sleep 600", SHORT, "x".repeat(1_000_000));
  }

  @Test
  void oneThatFailsHoldsNothingUp() {
    tell("exit 3", SHORT, "a table");
    tell("'", SHORT, "a table");
  }

  @Test
  void quotesAndLinesOfTheEvidenceAreData(@TempDir Path directory) throws IOException {
    Path told = directory.resolve("it's \"told\"");
    tell(
        "cat > '" + told.toString().replace("'", "'\\''") + "'",
        Duration.ofSeconds(10),
        "$(touch x) `id`; \"app\".\"a\nb\"");
    List<String> lines = Files.readAllLines(told);
    assertThat(lines).singleElement().asString().contains("$(touch x) `id`;");
  }
}

package io.croft.cli;

import io.croft.catalog.ProbeChange;
import io.croft.watch.WatchListener;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the operator's command when an alarm or a blind spot begins or ends. A command that fails or
 * takes longer than ten seconds is said in the log; the watch goes on.
 */
final class AlarmCommand implements WatchListener {

  private static final Logger LOG = LoggerFactory.getLogger(AlarmCommand.class);
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final @Nullable String command;
  private final Duration patience;

  /** Does nothing when {@code command} is null. */
  AlarmCommand(@Nullable String command) {
    this(command, PATIENCE);
  }

  AlarmCommand(@Nullable String command, Duration patience) {
    this.command = command;
    this.patience = patience;
  }

  /**
   * What the command is told.
   *
   * @param event {@code opened} or {@code resolved}
   */
  record Notice(String event, ProbeView probe) {}

  @Override
  public void changed(ProbeChange change) {
    if (command != null && (change.opens() || change.resolves())) {
      String event = change.opens() ? "opened" : "resolved";
      run(command, Json.line(new Notice(event, ProbeView.of(change.result()))));
    }
  }

  private void run(String command, String line) {
    try {
      Process process =
          new ProcessBuilder("sh", "-c", command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      // One that does not read would hold up whoever writes more than a pipe takes.
      CompletableFuture<Void> unused = CompletableFuture.runAsync(() -> tell(process, line));
      if (!ended(process)) {
        LOG.warn("the command of --on-alarm has not ended in {} s", patience.toSeconds());
      } else if (process.exitValue() != 0) {
        LOG.warn("the command of --on-alarm ended with {}", process.exitValue());
      }
    } catch (IOException e) {
      LOG.warn("the command of --on-alarm could not run: {}", e.getMessage());
    }
  }

  /** Waits; ends the command, with all that it has started, when it takes too long. */
  private boolean ended(Process process) {
    boolean ended = false;
    try {
      ended = process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
    return ended;
  }

  private static void tell(Process process, String line) {
    try (OutputStream in = process.getOutputStream()) {
      in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      LOG.warn("the command of --on-alarm did not read its input: {}", e.getMessage());
    }
  }
}

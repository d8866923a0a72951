package io.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A launcher that was started, and what it wrote. */
final class Running {

  private final Process process;
  private final BufferedReader out;
  private final Path err;

  Running(Process process, Path err) {
    this.process = process;
    this.out = process.inputReader(StandardCharsets.UTF_8);
    this.err = err;
  }

  Process process() {
    return process;
  }

  /** Returns the next line of standard output, waiting for it. */
  String line() throws IOException {
    String line = out.readLine();
    assertThat(line).as(() -> "standard output has ended; " + errors()).isNotNull();
    return line == null ? "" : line;
  }

  /** Returns the rest of standard output after the process has ended with that status. */
  String output(int status) throws Exception {
    String rest = out.lines().collect(Collectors.joining("\n"));
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(this::errors).isEqualTo(status);
    return rest;
  }

  /** Returns what was written to standard error until now. */
  String errors() {
    try {
      return Files.readString(err);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Presses Enter. */
  void enter() throws IOException {
    process.outputWriter(StandardCharsets.UTF_8).append('\n').flush();
  }
}

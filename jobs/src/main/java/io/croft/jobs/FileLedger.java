package io.croft.jobs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Keeps each run in a file of a directory, locked while the run goes on and on disk before the next
 * tenant is counted. The directory has to outlive the process: where each process has a disk of its
 * own, use {@link HomeMarks}. Files of runs that are over may be deleted.
 */
public final class FileLedger implements JobLedger {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

  private final Path directory;

  private FileLedger(Path directory) {
    this.directory = directory;
  }

  /** Returns the ledger of a directory, which is made when it is not there. */
  public static FileLedger in(Path directory) {
    return new FileLedger(directory);
  }

  /**
   * Opens the page of a run.
   *
   * @param run 1 to 100 lower-case letters, digits, dots, underscores and hyphens
   * @throws IllegalArgumentException when no run can have that name
   * @throws UncheckedIOException when the file cannot be read or made
   */
  @Override
  public Page open(String run) {
    if (!NAME.matcher(run).matches()) {
      throw new IllegalArgumentException(
          "a run is named by lower-case letters, digits, dots, underscores and hyphens, found \""
              + run
              + "\"");
    }
    try {
      Files.createDirectories(directory);
      return FilePage.open(directory.toRealPath().resolve(run + ".done"));
    } catch (IOException e) {
      throw new UncheckedIOException("the ledger of run " + run + " cannot be opened", e);
    }
  }
}

package io.croft.cli;

import io.croft.catalog.CatalogAddress;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.gate.ApplicationSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What an application on this machine needs to reach the tenants of a serving process, in a file
 * that only its user can read; closing it removes the file. Its name is the same in every run.
 */
record ServedApplication(Path file) implements AutoCloseable {

  private static final String ABOUT =
      """
      # How an application of this user reaches its tenants while croft serve runs. It holds secrets.
      # Spring Boot reads it by spring.config.import=file:PATH
      """;

  /** Writes the properties beside the state file, in the place of those of an earlier run. */
  static ServedApplication publish(
      CatalogAddress catalog, ApplicationSecret secret, Path stateFile) {
    String name = String.valueOf(stateFile.getFileName());
    int dot = name.lastIndexOf('.');
    Path file =
        stateFile
            .resolveSibling((dot > 0 ? name.substring(0, dot) : name) + "-application.properties")
            .toAbsolutePath();
    try {
      ServedState.privateFolder(stateFile);
      PrivateFile.replace(file, ABOUT + PropertyFormat.PROPERTIES.text(catalog, secret));
      return new ServedApplication(file);
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  private static CroftException unusable(Path file, IOException cause) {
    return new CroftException(
        ErrorCode.CONFIGURATION_INVALID,
        "the file " + file + " for applications cannot be used: " + cause.getMessage(),
        "set CROFT_STATE to a file in a directory that you may write to",
        cause);
  }
}

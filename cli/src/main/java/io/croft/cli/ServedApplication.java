package io.croft.cli;

import io.croft.catalog.CatalogAddress;
import io.croft.gate.ApplicationSecret;
import java.nio.file.Path;

/**
 * What an application on this machine needs to reach the tenants of a serving process. The file's
 * name is the same in every run.
 */
final class ServedApplication {

  private static final String ABOUT =
      """
      # How an application of this user reaches its tenants while croft serve runs. It holds secrets.
      # Spring Boot reads it by spring.config.import=file:PATH
      """;

  private ServedApplication() {}

  /** Writes the properties beside the state file, in the place of those of an earlier run. */
  static ServedFile publish(CatalogAddress catalog, ApplicationSecret secret, Path stateFile) {
    String name = String.valueOf(stateFile.getFileName());
    int dot = name.lastIndexOf('.');
    return ServedFile.publish(
        stateFile.resolveSibling(
            (dot > 0 ? name.substring(0, dot) : name) + "-application.properties"),
        "file for applications",
        file -> PrivateFile.replace(file, ABOUT + PropertyFormat.PROPERTIES.text(catalog, secret)));
  }
}

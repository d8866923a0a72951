package io.croft.cli;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** How commands log in to a database that is named by its address. */
final class Credentials {

  private static final String SECONDS_TO_CONNECT = "10";

  private Credentials() {}

  /**
   * Returns the driver's properties.
   *
   * @param passwordFile holds the password; null for that of the variable PGPASSWORD
   * @param application what pg_stat_activity shows
   * @throws CroftException {@code argument-invalid} when the file cannot be read
   */
  static Properties of(
      String user,
      @Nullable Path passwordFile,
      Map<String, String> environment,
      String application) {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password(passwordFile, environment));
    properties.setProperty("ApplicationName", application);
    properties.setProperty("connectTimeout", SECONDS_TO_CONNECT);
    return properties;
  }

  private static String password(@Nullable Path file, Map<String, String> environment) {
    if (file == null) {
      return environment.getOrDefault("PGPASSWORD", "");
    }
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new CroftException(
          ErrorCode.ARGUMENT_INVALID,
          "the password file " + file + " cannot be read: " + e.getMessage(),
          "name a file that you may read",
          e);
    }
  }
}

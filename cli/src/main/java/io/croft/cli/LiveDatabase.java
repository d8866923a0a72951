package io.croft.cli;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name one database outside of Croft. */
final class LiveDatabase {

  @Option(
      names = "--url",
      required = true,
      paramLabel = "URL",
      description = {
        "The database: postgresql://host:port/database, or the same with jdbc: before it.",
        "The password comes from PGPASSWORD or --password-file."
      })
  private String url = "";

  @Option(
      names = "--user",
      paramLabel = "ROLE",
      defaultValue = "postgres",
      description = "Log in as this role, best the tables' owner (default: ${DEFAULT-VALUE}).")
  private String user = "postgres";

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "The file that holds the password.")
  private @Nullable Path passwordFile;

  private final Map<String, String> environment;

  LiveDatabase(Map<String, String> environment) {
    this.environment = environment;
  }

  /**
   * Connects; the caller closes it.
   *
   * @throws CroftException {@code argument-invalid} when the address or the file cannot be read;
   *     {@code server-unreachable} when the database cannot be reached
   */
  Connection open() {
    String address = url.startsWith("jdbc:") ? url : "jdbc:" + url;
    if (!address.startsWith("jdbc:postgresql://") || address.contains("@")) {
      // The text is not repeated: it may hold a password.
      throw new CroftException(
          ErrorCode.ARGUMENT_INVALID,
          "--url is no address of a PostgreSQL database, or holds a login",
          "write it as postgresql://host:port/database, and give --user and PGPASSWORD");
    }
    try {
      return DriverManager.getConnection(
          address, Credentials.of(user, passwordFile, environment, "croft adopt"));
    } catch (SQLException e) {
      throw new CroftException(
          ErrorCode.SERVER_UNREACHABLE,
          "the database cannot be reached: " + e.getMessage(),
          "check --url, --user and PGPASSWORD",
          e);
    }
  }
}

package io.croft.bench;

import io.croft.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a run was made.
 *
 * @param server version of PostgreSQL
 * @param settings of the server that decide what a statement costs
 * @param system operating system and processor
 * @param processors how many this process sees
 * @param java version
 * @param loadBefore load average of the minute before the run, negative where the system tells none
 */
record Machine(
    String server,
    Map<String, String> settings,
    String system,
    int processors,
    String java,
    double loadBefore) {

  private static final String SETTINGS =
      """
      SELECT name, current_setting(name) FROM pg_catalog.pg_settings
      WHERE name IN ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes',
        'shared_buffers', 'jit', 'wal_level', 'max_wal_size')
      """;

  private static final Path PROCESSOR = Path.of("/proc/cpuinfo");

  static Machine of(EmbeddedPostgres server) throws SQLException, IOException {
    Map<String, String> settings = new TreeMap<>();
    try (Connection admin = server.connect("postgres");
        Statement statement = admin.createStatement();
        ResultSet rows = statement.executeQuery(SETTINGS)) {
      while (rows.next()) {
        settings.put(rows.getString(1), rows.getString(2));
      }
    }
    String version = String.valueOf(settings.remove("server_version"));
    return new Machine(
        version,
        settings,
        System.getProperty("os.name") + " " + System.getProperty("os.arch") + processor(),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("java.version"),
        load());
  }

  static double load() {
    return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
  }

  private static String processor() throws IOException {
    if (!Files.exists(PROCESSOR)) {
      return "";
    }
    try (var lines = Files.lines(PROCESSOR)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .findFirst()
          .map(line -> ", " + line.substring(line.indexOf(':') + 1).strip())
          .orElse("");
    }
  }
}

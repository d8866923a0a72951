package io.croft.embedded;

import static java.util.Locale.ROOT;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings of one server, as the text of its configuration files. */
final class ServerSettings {

  /** Every role shows its password, on the one address that there is; there is no Unix socket. */
  static final String HBA =
      """
      # TYPE  DATABASE     USER  ADDRESS       METHOD
      host    all          all   127.0.0.1/32  scram-sha-256
      host    replication  all   127.0.0.1/32  scram-sha-256
      """;

  private final Map<String, String> values = new LinkedHashMap<>();

  ServerSettings(boolean durable) {
    values.put("max_connections", "200");
    values.put("shared_buffers", "128MB");
    values.put("huge_pages", "off");
    // /dev/shm is 64 MB in most containers, too small for parallel queries.
    values.put("dynamic_shared_memory_type", "mmap");
    values.put("jit", "off");
    values.put("wal_level", "logical");
    values.put("max_wal_senders", "20");
    values.put("max_replication_slots", "20");
    values.put("max_worker_processes", "16");
    values.put("max_wal_size", "1GB");
    values.put("timezone", "UTC");
    values.put("log_timezone", "UTC");
    values.put("datestyle", "iso, mdy");
    values.put("lc_messages", "C");
    values.put("default_text_search_config", "pg_catalog.english");
    values.put("log_line_prefix", "%m [%p] %u@%d ");
    if (!durable) {
      values.put("fsync", "off");
      values.put("synchronous_commit", "off");
      values.put("full_page_writes", "off");
    }
  }

  void put(String name, String value) {
    String key = name.toLowerCase(ROOT);
    if (!key.matches("[a-z_][a-z0-9_$.]*") || key.startsWith("include")) {
      throw new IllegalArgumentException("Not the name of a setting: " + name);
    }
    if (value.indexOf('\n') >= 0 || value.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("The value of " + name + " has a line break");
    }
    values.put(key, value);
  }

  /** Returns the text of postgresql.conf; what makes the server reachable cannot be overridden. */
  String text(int port, Path hbaFile) {
    Map<String, String> all = new LinkedHashMap<>(values);
    all.put("listen_addresses", "127.0.0.1");
    all.put("port", Integer.toString(port));
    all.put("unix_socket_directories", "");
    all.put("hba_file", hbaFile.toString());
    all.put("password_encryption", "scram-sha-256");
    StringBuilder text = new StringBuilder();
    all.forEach((name, value) -> text.append(name).append(" = ").append(quote(value)).append('\n'));
    return text.toString();
  }

  private static String quote(String value) {
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'";
  }
}

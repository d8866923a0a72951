package io.croft.jdbc;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The settings that every connection starts with. What stands in the startup packet beats {@code
 * ALTER ROLE ... SET}, which any login may do to itself, and is what {@code RESET} and {@code
 * DISCARD ALL} return to.
 *
 * <p>See "Frontend/Backend Protocol", StartupMessage, in the PostgreSQL manual: the value is split
 * at spaces, and a backslash takes the meaning from the next character.
 */
final class StartupOptions {

  private StartupOptions() {}

  static String of(String schema) {
    Map<String, String> settings = new TreeMap<>();
    settings.put("default_transaction_isolation", "read committed");
    settings.put("default_transaction_read_only", "off");
    settings.put("local_preload_libraries", "");
    settings.put("role", "none");
    settings.put("row_security", "on");
    settings.put("search_path", schema + ", pg_temp");
    settings.put("standard_conforming_strings", "on");
    return settings.entrySet().stream()
        .map(setting -> "-c " + setting.getKey() + "=" + escape(setting.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace(" ", "\\ ");
  }
}

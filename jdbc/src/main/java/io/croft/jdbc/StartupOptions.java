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
public final class StartupOptions {

  private StartupOptions() {}

  /**
   * Returns the text of the startup packet's options, for a home with its tables in {@code schema}.
   */
  public static String of(String schema) {
    return of(schema, 0);
  }

  /**
   * Returns the same for a session of one tenant.
   *
   * @param statementMillis how long a statement may take; 0 for what the server says
   */
  static String of(String schema, int statementMillis) {
    Map<String, String> all = new TreeMap<>(settings(schema));
    if (statementMillis > 0) {
      all.put("statement_timeout", String.valueOf(statementMillis));
    }
    // Only a session that begins can be kept from loading a library.
    all.put("local_preload_libraries", "");
    return all.entrySet().stream()
        .map(setting -> "-c " + setting.getKey() + "=" + escape(setting.getValue()))
        .collect(Collectors.joining(" "));
  }

  /** Returns those that can also be set in a session that has begun. */
  static Map<String, String> settings(String schema) {
    return Map.of(
        "default_transaction_isolation", "read committed",
        "default_transaction_read_only", "off",
        "role", "none",
        "row_security", "on",
        "search_path", schema + ", pg_temp",
        "standard_conforming_strings", "on");
  }

  private static String escape(String value) {
    return value.replace("\\", "\\\\").replace(" ", "\\ ");
  }
}

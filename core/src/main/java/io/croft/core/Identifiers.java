package io.croft.core;

/** The one place where a name becomes part of SQL text. */
public final class Identifiers {

  private Identifiers() {}

  /**
   * Returns {@code name} as a quoted SQL identifier.
   *
   * <p>See "Identifiers and Key Words" in chapter 4 of the PostgreSQL manual.
   *
   * @throws IllegalArgumentException when the name is empty, longer than 63 bytes in UTF-8 (it
   *     would be cut silently) or holds a NUL
   */
  public static String quote(String name) {
    int bytes = name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
    if (bytes == 0 || bytes > 63 || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("not an SQL identifier: \"" + name + "\"");
    }
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /** Returns {@code schema.name}, both quoted. */
  public static String quote(String schema, String name) {
    return quote(schema) + "." + quote(name);
  }
}

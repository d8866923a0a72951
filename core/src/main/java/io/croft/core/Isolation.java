package io.croft.core;

import java.util.Locale;

/** How a tenant is kept apart from the others. */
public enum Isolation {
  /** In shared tables, under row-level security. */
  POOL,
  /** In a schema of its own, reached by a login of its own. */
  SCHEMA,
  /** In a database of its own, reached by a login of its own. */
  DATABASE;

  /** Returns the word used in SQL, on the command line and in JSON: the name in lower case. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the isolation that {@code word} names.
   *
   * @throws CroftException {@code isolation-invalid} when it names none
   */
  public static Isolation of(String word) {
    for (Isolation isolation : values()) {
      if (isolation.word().equals(word)) {
        return isolation;
      }
    }
    throw new CroftException(
        ErrorCode.ISOLATION_INVALID,
        "\"" + word + "\" is not an isolation",
        "use pool, schema or database");
  }

  @Override
  public String toString() {
    return word();
  }
}

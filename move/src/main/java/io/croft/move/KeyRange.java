package io.croft.move;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A part of a table's rows between two keys.
 *
 * @param after the key before the first one, null for no bound
 * @param to the last key, null for no bound
 */
record KeyRange(@Nullable List<String> after, @Nullable List<String> to) {

  static final KeyRange ALL = new KeyRange(null, null);

  /** Returns the condition, beginning with AND; empty where all rows are meant. */
  String condition(String columns) {
    return (after == null ? "" : " AND (%s) > %s".formatted(columns, row(after)))
        + (to == null ? "" : " AND (%s) <= %s".formatted(columns, row(to)));
  }

  /** Of unknown type, so that each takes the type of its column. */
  private static String row(List<String> values) {
    return values.stream()
        .map(value -> "'" + value.replace("'", "''") + "'")
        .collect(Collectors.joining(", ", "(", ")"));
  }
}

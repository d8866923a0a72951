package io.croft.move;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A part of a table's rows between two keys.
 *
 * @param after the key before the first one, null for no bound
 * @param to the last key, null for no bound
 */
record KeyRange(@Nullable List<String> after, @Nullable List<String> to) {

  static final KeyRange ALL = new KeyRange(null, null);

  /**
   * Returns the condition, beginning with AND; empty where all rows are meant. Only the columns
   * before the first that orders by operators of its own are compared: so ranges never overlap, but
   * a later one may be empty.
   */
  String condition(String schema, List<KeyColumn> key) {
    List<KeyColumn> compared = key.stream().takeWhile(KeyColumn::ordersAsBuiltIn).toList();
    if (compared.isEmpty()) {
      throw new IllegalStateException("a key leads with tenant_id");
    }
    String columns = compared.stream().map(KeyColumn::quoted).collect(Collectors.joining(", "));
    return (after == null ? "" : " AND (%s) > %s".formatted(columns, row(schema, compared, after)))
        + (to == null ? "" : " AND (%s) <= %s".formatted(columns, row(schema, compared, to)));
  }

  private static String row(String schema, List<KeyColumn> compared, List<String> values) {
    return IntStream.range(0, compared.size())
        .mapToObj(i -> compared.get(i).value(schema, "'" + values.get(i).replace("'", "''") + "'"))
        .collect(Collectors.joining(", ", "(", ")"));
  }
}

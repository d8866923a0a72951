package io.croft.bench;

import java.util.Arrays;
import java.util.List;

/**
 * Figures that were measured together.
 *
 * @param title what they tell
 * @param note what was real and how it was done, as a sentence
 * @param columns their names, the first that of the rows
 * @param rows as long as the columns; of texts, whole numbers, doubles and ratios
 */
record Table(String title, String note, List<String> columns, List<List<Object>> rows) {

  Table {
    columns = List.copyOf(columns);
    rows = rows.stream().map(List::copyOf).toList();
    for (List<Object> row : rows) {
      if (row.size() != columns.size()) {
        throw new IllegalArgumentException(title + ": " + row + " for " + columns);
      }
    }
  }

  static List<Object> row(Object... cells) {
    return Arrays.asList(cells);
  }
}

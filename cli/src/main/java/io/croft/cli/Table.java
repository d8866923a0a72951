package io.croft.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A table for people: no borders, headers in upper case, columns two spaces apart. Numbers stand to
 * the right. Lines end in a line feed and carry no trailing spaces.
 */
final class Table {

  private static final String GAP = "  ";

  private final List<String> headers;
  private final List<List<String>> rows = new ArrayList<>();

  private Table(List<String> headers) {
    this.headers = headers;
  }

  /** Returns an empty table with these columns. */
  static Table of(String... headers) {
    List<String> upper = new ArrayList<>();
    for (String header : headers) {
      upper.add(header.toUpperCase(Locale.ROOT));
    }
    return new Table(List.copyOf(upper));
  }

  /** Adds a row, one cell for each column, and returns this table. */
  Table row(Object... cells) {
    if (cells.length != headers.size()) {
      throw new IllegalArgumentException(
          "a row has " + cells.length + " cells, expected " + headers.size());
    }
    List<String> row = new ArrayList<>();
    for (Object cell : cells) {
      row.add(printable(cell.toString()));
    }
    rows.add(row);
    return this;
  }

  /** Returns the whole table; the empty text when it has no rows. */
  String render() {
    if (rows.isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    render(headers, text);
    for (List<String> row : rows) {
      render(row, text);
    }
    return text.toString();
  }

  private void render(List<String> cells, StringBuilder text) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < cells.size(); column++) {
      String cell = cells.get(column);
      String padding = " ".repeat(width(column) - length(cell));
      line.append(column == 0 ? "" : GAP);
      line.append(numeric(column) ? padding + cell : cell + padding);
    }
    text.append(line.toString().stripTrailing()).append('\n');
  }

  private int width(int column) {
    int width = length(headers.get(column));
    for (List<String> row : rows) {
      width = Math.max(width, length(row.get(column)));
    }
    return width;
  }

  private boolean numeric(int column) {
    for (List<String> row : rows) {
      if (!row.get(column).matches("[-+]?[0-9][0-9.,]*( (ms|s|%))?|-")) {
        return false;
      }
    }
    return true;
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** A tenant's name may hold anything; a control character must not reach the terminal. */
  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}

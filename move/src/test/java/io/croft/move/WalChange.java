package io.croft.move;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One change of a row, as the output plugin {@code test_decoding} prints it.
 *
 * @param schema of the table
 * @param values by column; of a deleted row only the key; columns that are null are missing
 * @see <a href="https://www.postgresql.org/docs/current/test-decoding.html">test_decoding</a>
 */
record WalChange(String schema, String table, Kind kind, Map<String, String> values) {

  enum Kind {
    INSERT,
    UPDATE,
    DELETE
  }

  private static final Pattern LINE =
      Pattern.compile(
          "table \"?([^.\"]+)\"?\\.\"?([^:\"]+)\"?: (INSERT|UPDATE|DELETE): (.*)", Pattern.DOTALL);
  private static final Pattern COLUMN =
      Pattern.compile(
          "\"?(\\w+)\"?\\[((?:[^\\[\\]]|\\[])*)]:(?:'((?:[^']|'')*)'|(\\S+))", Pattern.DOTALL);
  private static final String NEW_TUPLE = "new-tuple: ";

  /** Reads a line; empty when it tells of no row, as those do that begin and end a transaction. */
  static Optional<WalChange> parse(String line) {
    Matcher change = LINE.matcher(line);
    if (!change.matches()) {
      return Optional.empty();
    }
    String tuple = change.group(4);
    int changedKey = tuple.indexOf(NEW_TUPLE);
    Map<String, String> values = new HashMap<>();
    Matcher column =
        COLUMN.matcher(changedKey < 0 ? tuple : tuple.substring(changedKey + NEW_TUPLE.length()));
    while (column.find()) {
      if (column.group(3) != null) {
        values.put(column.group(1), column.group(3).replace("''", "'"));
      } else if (!column.group(4).equals("null")) {
        values.put(column.group(1), column.group(4));
      }
    }
    return Optional.of(
        new WalChange(
            change.group(1), change.group(2), Kind.valueOf(change.group(3)), Map.copyOf(values)));
  }

  /** Returns whether the row is of that table. */
  boolean isOf(String schemaName, String tableName) {
    return schema.equals(schemaName) && table.equals(tableName);
  }

  /** Returns a value; fails when it is null or unknown. */
  String value(String column) {
    String value = values.get(column);
    if (value == null) {
      throw new IllegalStateException(this + " has no " + column);
    }
    return value;
  }

  long number(String column) {
    return Long.parseLong(value(column));
  }
}

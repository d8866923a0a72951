package io.croft.jdbc;

import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows in the text format of {@code COPY}; see "COPY", "Text Format", in the PostgreSQL manual. */
final class CopyTextRows implements BulkLoad.TextRows {

  private final Characters in;
  private boolean ended;

  CopyTextRows(Reader in) {
    this.in = new Characters(in);
  }

  @Override
  public @Nullable String @Nullable [] next() throws IOException {
    if (ended || in.peek() < 0) {
      return null;
    }
    List<@Nullable String> row = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    boolean isNull = false;
    while (true) {
      int c = in.read();
      if (c == '\t' || c == '\n' || c < 0) {
        row.add(isNull ? null : value.toString());
        if (c != '\t') {
          return row.toArray(String[]::new);
        }
        value.setLength(0);
        isNull = false;
      } else if (c != '\\') {
        if (c != '\r' || in.peek() != '\n') {
          value.append((char) c);
        }
      } else if (in.peek() == 'N' && value.isEmpty()) {
        in.read();
        isNull = atEndOfValue();
        value.append(isNull ? "" : "N");
      } else if (in.peek() == '.' && value.isEmpty() && row.isEmpty()) {
        ended = true;
        return null;
      } else {
        escaped(value);
      }
    }
  }

  private boolean atEndOfValue() throws IOException {
    int next = in.peek();
    return next == '\t' || next == '\n' || next == '\r' || next < 0;
  }

  private void escaped(StringBuilder value) throws IOException {
    int c = in.read();
    switch (c) {
      case 'b' -> value.append('\b');
      case 'f' -> value.append('\f');
      case 'n' -> value.append('\n');
      case 'r' -> value.append('\r');
      case 't' -> value.append('\t');
      case 'v' -> value.append('\u000b');
      case 'x', '0', '1', '2', '3', '4', '5', '6', '7' ->
          throw new IOException("a character given by the value of its byte is not supported");
      case -1 -> throw new EOFException("the text ends with a backslash");
      default -> value.append((char) c);
    }
  }
}

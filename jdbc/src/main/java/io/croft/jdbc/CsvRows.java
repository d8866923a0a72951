package io.croft.jdbc;

import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows in the CSV format of {@code COPY}; see "COPY", "CSV Format", in the PostgreSQL manual. */
final class CsvRows implements BulkLoad.TextRows {

  private final Characters in;

  CsvRows(Reader in) {
    this.in = new Characters(in);
  }

  @Override
  public @Nullable String @Nullable [] next() throws IOException {
    if (in.peek() < 0) {
      return null;
    }
    List<@Nullable String> row = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    boolean quoted = false;
    while (true) {
      int c = in.read();
      if (c == '"') {
        quoted = true;
        quotedPart(value);
      } else if (c == ',' || c == '\n' || c < 0) {
        row.add(value.isEmpty() && !quoted ? null : value.toString());
        if (c != ',') {
          return row.toArray(String[]::new);
        }
        value.setLength(0);
        quoted = false;
      } else if (c != '\r' || in.peek() != '\n') {
        value.append((char) c);
      }
    }
  }

  private void quotedPart(StringBuilder value) throws IOException {
    while (true) {
      int c = in.read();
      if (c < 0) {
        throw new EOFException("the CSV ends inside a quoted value");
      }
      if (c != '"') {
        value.append((char) c);
      } else if (in.peek() == '"') {
        value.append((char) in.read());
      } else {
        return;
      }
    }
  }
}

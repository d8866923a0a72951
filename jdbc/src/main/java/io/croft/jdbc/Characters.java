package io.croft.jdbc;

import java.io.IOException;
import java.io.Reader;

/** The characters of a reader, one after the other, with a look at the next; -1 at the end. */
final class Characters {

  private final Reader in;
  private final char[] buffer = new char[16_384];
  private int at;
  private int end;

  Characters(Reader in) {
    this.in = in;
  }

  int peek() throws IOException {
    if (at == end) {
      int count;
      do {
        count = in.read(buffer, 0, buffer.length);
      } while (count == 0);
      at = 0;
      end = Math.max(0, count);
    }
    return at < end ? buffer[at] : -1;
  }

  int read() throws IOException {
    int next = peek();
    if (next >= 0) {
      at++;
    }
    return next;
  }
}

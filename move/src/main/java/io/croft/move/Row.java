package io.croft.move;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The values of one row as PostgreSQL's text, in the order of its relation's columns. The row keeps
 * the bytes of the message and where each value lies in them: whoever writes to a COPY needs no
 * strings, and decoding makes two objects for a row however many columns it has. It is immutable
 * and may be kept; equal rows have equal values.
 */
final class Row {

  private static final int NULL = -1;
  private static final int UNCHANGED = -2;

  private final byte[] bytes;

  /** For each value its place in the bytes and its length, which is negative for no text. */
  private final int[] places;

  private Row(byte[] bytes, int[] places) {
    this.bytes = bytes;
    this.places = places;
  }

  /** Takes down where values lie; for one row. */
  static final class Places {

    private final byte[] bytes;
    private final int base;
    private final int[] places;
    private int next;

    /** The array behind {@code message} must not be written to any more. */
    Places(int values, ByteBuffer message) {
      bytes = message.array();
      base = message.arrayOffset();
      places = new int[2 * values];
    }

    /** Adds a value that lies at this position of the message. */
    void text(int position, int length) {
      add(base + position, length);
    }

    void absent() {
      add(0, NULL);
    }

    void unchanged() {
      add(0, UNCHANGED);
    }

    private void add(int offset, int length) {
      places[next++] = offset;
      places[next++] = length;
    }

    /** Returns the row of all values that were added. */
    Row row() {
      return new Row(bytes, places);
    }
  }

  /** Returns the number of values. */
  int size() {
    return places.length / 2;
  }

  /** Returns whether the value is null. */
  boolean isNull(int column) {
    return places[2 * column + 1] == NULL;
  }

  /** Returns whether the value was not sent, since it lies outside of the row and is as before. */
  boolean isUnchanged(int column) {
    return places[2 * column + 1] == UNCHANGED;
  }

  /**
   * Returns the value, or null for null.
   *
   * @throws IllegalStateException when the value was not sent
   */
  @Nullable String text(int column) {
    return isNull(column)
        ? null
        : new String(bytes, offset(column), length(column), StandardCharsets.UTF_8);
  }

  /** Returns the array in which the text of all values lies, in UTF-8; not to be written to. */
  byte[] bytes() {
    return bytes;
  }

  /** Returns where the text of a value that is neither null nor unchanged begins. */
  int offset(int column) {
    return places[2 * column];
  }

  /**
   * Returns the number of bytes of a value's text.
   *
   * @throws IllegalStateException when the value is null or was not sent
   */
  int length(int column) {
    int length = places[2 * column + 1];
    if (length < 0) {
      throw new IllegalStateException(
          "value %d is %s".formatted(column, length == NULL ? "null" : "unchanged"));
    }
    return length;
  }

  private boolean equalsAt(Row other, int column) {
    if (places[2 * column + 1] != other.places[2 * column + 1]) {
      return false;
    }
    int length = Math.max(0, places[2 * column + 1]);
    return Arrays.equals(
        bytes,
        offset(column),
        offset(column) + length,
        other.bytes,
        other.offset(column),
        other.offset(column) + length);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Row row
        && row.size() == size()
        && IntStream.range(0, size()).allMatch(column -> equalsAt(row, column));
  }

  @Override
  public int hashCode() {
    int hash = size();
    for (int column = 0; column < size(); column++) {
      int length = places[2 * column + 1];
      hash = 31 * hash + length;
      for (int i = 0; i < length; i++) {
        hash = 31 * hash + bytes[offset(column) + i];
      }
    }
    return hash;
  }

  /** Returns what was sent, without any value: they are a tenant's. */
  @Override
  public String toString() {
    return IntStream.range(0, size())
        .mapToObj(
            column ->
                switch (places[2 * column + 1]) {
                  case NULL -> "null";
                  case UNCHANGED -> "unchanged";
                  default -> length(column) + " bytes";
                })
        .collect(Collectors.joining(", ", "(", ")"));
  }
}

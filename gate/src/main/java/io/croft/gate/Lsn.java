package io.croft.gate;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in the write-ahead log of a PostgreSQL server: a byte count from its beginning, as the
 * type {@code pg_lsn} spells it.
 *
 * @param value the bytes, unsigned
 */
public record Lsn(long value) implements Comparable<Lsn> {

  private static final Pattern SHAPE = Pattern.compile("([0-9A-F]{1,8})/([0-9A-F]{1,8})");

  /**
   * Reads the spelling {@code 16/B374D848}.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Lsn parse(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("not a position in a log: " + text);
    }
    return new Lsn(
        Long.parseLong(matcher.group(1), 16) << 32 | Long.parseLong(matcher.group(2), 16));
  }

  @Override
  public int compareTo(Lsn other) {
    return Long.compareUnsigned(value, other.value);
  }

  @Override
  public String toString() {
    return "%X/%X".formatted(value >>> 32, value & 0xFFFF_FFFFL);
  }
}

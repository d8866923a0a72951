package io.croft.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.ZoneOffset;
import java.time.temporal.Temporal;
import java.util.HexFormat;
import java.util.Locale;
import java.util.TimeZone;
import java.util.UUID;
import java.util.regex.Pattern;
import org.postgresql.util.PGobject;

/**
 * Values of Java as PostgreSQL reads them; an {@code IllegalArgumentException} where one cannot be
 * read so.
 */
final class BulkValue {

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?|NaN|[+-]?Infinity");

  private static final Pattern NOT_ZERO = Pattern.compile("[+-]?[0.]*[1-9]");

  private BulkValue() {}

  /** Returns the digits of a whole number. */
  static String digits(Object value) {
    if (value instanceof BigDecimal decimal) {
      return whole(decimal);
    }
    if (value instanceof Long
        || value instanceof Integer
        || value instanceof Short
        || value instanceof Byte
        || value instanceof BigInteger
        || value instanceof CharSequence) {
      return value.toString().strip();
    }
    throw new IllegalArgumentException("not a whole number");
  }

  private static String whole(BigDecimal decimal) {
    try {
      return decimal.toBigIntegerExact().toString();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("not a whole number", e);
    }
  }

  static Double number(Object value) {
    String digits = text(value).strip();
    if (!NUMBER.matcher(digits).matches()) {
      throw new IllegalArgumentException("not a number");
    }
    return inRange(Double.parseDouble(digits), digits);
  }

  /** Returns the nearest {@code double}, where one is near. */
  static Double number(Number value) {
    return value instanceof BigDecimal || value instanceof BigInteger
        ? inRange(value.doubleValue(), value.toString())
        : value.doubleValue();
  }

  private static double inRange(double number, String digits) {
    boolean lost =
        (Double.isInfinite(number) && !digits.endsWith("y"))
            || (number == 0 && NOT_ZERO.matcher(digits).lookingAt());
    if (lost) {
      throw new IllegalArgumentException("out of range");
    }
    return number;
  }

  /**
   * Returns what PostgreSQL reads as boolean, in the spellings that {@code COPY} writes or people.
   */
  static Boolean truth(Object value) {
    return switch (text(value).strip().toLowerCase(Locale.ROOT)) {
      case "t", "true", "y", "yes", "on", "1" -> true;
      case "f", "false", "n", "no", "off", "0" -> false;
      default -> throw new IllegalArgumentException("not a boolean");
    };
  }

  /** Returns the bytes of the hexadecimal form that {@code COPY} writes. */
  static byte[] bytes(Object value) {
    String text = text(value);
    if (!text.startsWith("\\x")) {
      throw new IllegalArgumentException("not bytes in hexadecimal form");
    }
    return HexFormat.of().parseHex(text, 2, text.length());
  }

  static String text(Object value) {
    if (value instanceof String text) {
      return text;
    }
    if (value instanceof Enum<?> constant) {
      return constant.name();
    }
    if (value instanceof PGobject object && object.getValue() != null) {
      return object.getValue();
    }
    if (value instanceof java.sql.Timestamp timestamp) {
      return timestamp + offset(timestamp.getTime());
    }
    if (value instanceof java.sql.Time time) {
      return new java.sql.Timestamp(time.getTime()).toLocalDateTime().toLocalTime()
          + offset(time.getTime());
    }
    if (value instanceof CharSequence
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Character
        || value instanceof UUID
        || value instanceof Temporal
        || value instanceof java.sql.Date) {
      return value.toString();
    }
    throw new IllegalArgumentException("not a value with a text form");
  }

  /** The text has the clock of this process; without its offset the session's zone would decide. */
  private static String offset(long epochMillis) {
    int millis = TimeZone.getDefault().getOffset(epochMillis);
    String id = ZoneOffset.ofTotalSeconds(millis / 1000).getId();
    return id.equals("Z") ? "+00" : id;
  }
}

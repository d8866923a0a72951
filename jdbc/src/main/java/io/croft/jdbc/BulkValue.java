package io.croft.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.temporal.Temporal;
import java.util.HexFormat;
import java.util.Locale;
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
    return Double.valueOf(digits);
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
    if (value instanceof CharSequence
        || value instanceof Number
        || value instanceof Boolean
        || value instanceof Character
        || value instanceof UUID
        || value instanceof Temporal
        || value instanceof java.sql.Timestamp
        || value instanceof java.sql.Date
        || value instanceof java.sql.Time) {
      return value.toString();
    }
    throw new IllegalArgumentException("not a value with a text form");
  }
}

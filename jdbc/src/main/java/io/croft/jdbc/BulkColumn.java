package io.croft.jdbc;

import java.lang.reflect.Array;
import org.jspecify.annotations.Nullable;

/**
 * A column of a bulk load.
 *
 * @param name as the database spells it
 * @param type as SQL spells it, without length
 * @param transport how its values travel
 */
record BulkColumn(String name, String type, Transport transport) {

  /** The array in which the values of a column travel. */
  enum Transport {
    SMALL("int4", Integer.class),
    INT("int4", Integer.class),
    LONG("int8", Long.class),
    DOUBLE("float8", Double.class),
    BOOL("bool", Boolean.class),
    BYTES("bytea", byte[].class),
    TEXT("text", String.class),
    /** Text that the server reads as the column's type. */
    INPUT("text", String.class);

    private final String element;
    private final Class<?> kind;

    Transport(String element, Class<?> kind) {
      this.element = element;
      this.kind = kind;
    }

    /** Returns the server's name of the element type. */
    String element() {
      return element;
    }

    @Nullable Object[] array(int length) {
      return (@Nullable Object[]) Array.newInstance(kind, length);
    }

    static Transport of(String type) {
      return switch (type) {
        case "smallint" -> SMALL;
        case "integer" -> INT;
        case "bigint" -> LONG;
        case "double precision" -> DOUBLE;
        case "boolean" -> BOOL;
        case "bytea" -> BYTES;
        case "text", "character varying" -> TEXT;
        default -> INPUT;
      };
    }
  }

  /** Returns the expression that gives the column its value out of the array's element. */
  String expression(String element) {
    return transport == Transport.INPUT ? "CAST(" + element + " AS " + type + ")" : element;
  }

  /**
   * Returns {@code value} as it travels.
   *
   * @throws IllegalArgumentException when it is no value of the column's type
   */
  Object transported(Object value) {
    try {
      return switch (transport) {
        case SMALL -> (int) Short.parseShort(BulkValue.digits(value));
        case INT -> value instanceof Integer ? value : Integer.valueOf(BulkValue.digits(value));
        case LONG -> value instanceof Long ? value : Long.valueOf(BulkValue.digits(value));
        case DOUBLE ->
            value instanceof Number number ? BulkValue.number(number) : BulkValue.number(value);
        case BOOL -> value instanceof Boolean ? value : BulkValue.truth(value);
        case BYTES -> value instanceof byte[] ? value : BulkValue.bytes(value);
        case TEXT, INPUT -> BulkValue.text(value);
      };
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "column %s: this %s is no value of type %s"
              .formatted(name, value.getClass().getSimpleName(), type),
          e);
    }
  }
}

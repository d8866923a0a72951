package io.croft.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.Arrays;
import java.util.Calendar;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PGobject;

/** Shows values and errors with all that an application could tell them apart by. */
final class FaceText {

  private FaceText() {}

  static String of(@Nullable Object value) {
    if (value == null) {
      return "null";
    }
    if (value instanceof Throwable error) {
      return ofError(error);
    }
    String kind = value.getClass().getSimpleName() + " ";
    if (value instanceof String text) {
      return '"' + text + '"';
    }
    if (value instanceof byte[] bytes) {
      return "bytes " + HexFormat.of().formatHex(bytes);
    }
    if (value.getClass().isArray()) {
      return kind + ofArray(value);
    }
    if (value instanceof InputStream stream) {
      return "stream " + ofStream(stream);
    }
    if (value instanceof Reader reader) {
      return "reader " + ofReader(reader);
    }
    if (value instanceof PGobject object) {
      return kind + object.getType() + " " + object.getValue();
    }
    if (value instanceof Calendar calendar) {
      return kind + calendar.toInstant();
    }
    if (value instanceof Map<?, ?> map) {
      return "map " + new TreeMap<>(map);
    }
    if (value.getClass().getName().startsWith("org.postgresql.jdbc.Pg")) {
      return "an object of the driver";
    }
    return kind + value;
  }

  private static String ofArray(Object array) {
    return IntStream.range(0, java.lang.reflect.Array.getLength(array))
        .mapToObj(i -> of(java.lang.reflect.Array.get(array, i)))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String ofStream(InputStream stream) {
    try {
      return HexFormat.of().formatHex(stream.readAllBytes());
    } catch (IOException e) {
      return "broken: " + e;
    }
  }

  private static String ofReader(Reader reader) {
    try {
      StringBuilder text = new StringBuilder();
      for (int c = reader.read(); c >= 0; c = reader.read()) {
        text.append((char) c);
      }
      return text.toString();
    } catch (IOException e) {
      return "broken: " + e;
    }
  }

  private static String ofError(Throwable error) {
    StringBuilder text = new StringBuilder(error.getClass().getSimpleName());
    if (error instanceof SQLException sql) {
      text.append(' ').append(sql.getSQLState()).append(' ').append(sql.getErrorCode());
    }
    if (error instanceof NullPointerException) {
      return text.toString();
    }
    text.append(" \"").append(error.getMessage()).append('"');
    if (error instanceof BatchUpdateException batch) {
      text.append(" after ").append(Arrays.toString(batch.getUpdateCounts()));
      text.append(Arrays.toString(batch.getLargeUpdateCounts()));
    }
    @Nullable SQLException next = null;
    if (error instanceof SQLWarning warning) {
      next = warning.getNextWarning();
    } else if (error instanceof SQLException sql) {
      next = sql.getNextException();
    }
    return next == null ? text.toString() : text.append("; then ").append(ofError(next)).toString();
  }
}

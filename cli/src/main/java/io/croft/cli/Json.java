package io.croft.cli;

import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How the command line spells data for machines: records in their own order, times in ISO 8601. */
final class Json {

  private static final JsonMapper LINES =
      JsonMapper.builder().disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY).build();

  private static final JsonMapper PAGES =
      LINES.rebuild().enable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  /** Returns the value on one line. */
  static String line(Object value) {
    return LINES.writeValueAsString(value);
  }

  /** Returns the value over several indented lines. */
  static String page(Object value) {
    return PAGES.writeValueAsString(value);
  }

  /** Returns the value that the text spells; throws a {@code JacksonException} when it is none. */
  static <T> T read(String text, Class<T> type) {
    return LINES.readValue(text, type);
  }
}

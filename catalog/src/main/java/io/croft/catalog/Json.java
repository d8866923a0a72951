package io.croft.catalog;

import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** Maps as JSON objects, as the catalog's {@code jsonb} columns hold them. */
final class Json {

  private static final JsonMapper MAPPER = new JsonMapper();

  private Json() {}

  static String write(Map<String, ?> map) {
    return MAPPER.writeValueAsString(map);
  }

  static Map<String, String> texts(String json) {
    return Map.copyOf(MAPPER.readValue(json, new TypeReference<Map<String, String>>() {}));
  }

  static Map<String, Object> values(String json) {
    return Map.copyOf(MAPPER.readValue(json, new TypeReference<Map<String, Object>>() {}));
  }
}

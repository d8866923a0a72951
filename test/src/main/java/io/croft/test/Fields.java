package io.croft.test;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Spells what a call has returned, with all that it holds. */
final class Fields {

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .changeDefaultVisibility(
              visible ->
                  visible
                      .withFieldVisibility(Visibility.ANY)
                      .withGetterVisibility(Visibility.PUBLIC_ONLY))
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .build();

  private Fields() {}

  /**
   * Returns the text.
   *
   * @throws IllegalArgumentException when it cannot be spelled: nothing would be looked at
   */
  static String text(@Nullable Object value) {
    if (value instanceof CharSequence text) {
      return text.toString();
    }
    try {
      return MAPPER.writeValueAsString(value);
    } catch (JacksonException e) {
      throw new IllegalArgumentException(
          "what the call has returned cannot be looked through: "
              + e.getOriginalMessage()
              + "; return a text or an Answer",
          e);
    }
  }
}

package io.croft.test;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request was answered, for a {@link LeakHunt} to look through: all that a client gets to
 * see of it.
 *
 * @param parts the texts, each under the name of the place where it stands, such as {@code body} or
 *     {@code header Location}
 */
public record Answer(Map<String, List<String>> parts) {

  private static final String BODY = "body";

  /** Copies the map. */
  public Answer {
    parts = Map.copyOf(parts);
  }

  /**
   * Returns what a call has returned: a text as it is, everything else as its fields, in whatever
   * depth. Nothing but text is left out.
   */
  public static Answer of(@Nullable Object value) {
    return value instanceof Answer answer ? answer : text(BODY, Fields.text(value));
  }

  /** Returns status, headers and body of an HTTP answer; the body a text, bytes or nothing. */
  public static Answer of(HttpResponse<?> response) {
    @Nullable Object body = response.body();
    String text =
        body instanceof byte[] bytes
            ? new String(bytes, StandardCharsets.UTF_8)
            : body == null ? "" : body.toString();
    return of(response.headers().map(), text);
  }

  /** Returns headers by name, and a body. */
  public static Answer of(Map<String, List<String>> headers, String body) {
    Map<String, List<String>> parts = new LinkedHashMap<>();
    headers.forEach((name, values) -> parts.put("header " + name, List.copyOf(values)));
    parts.put(BODY, List.of(body));
    return new Answer(parts);
  }

  /** Returns what an error tells, with its causes. */
  static Answer ofError(Throwable error) {
    StringBuilder told = new StringBuilder();
    @Nullable Throwable cause = error;
    for (int depth = 0; cause != null && depth < 20; depth++) {
      told.append(cause).append('\n');
      cause = cause.getCause();
    }
    return text("error", told.toString());
  }

  /** Returns the same with one more text, such as where a page sends the client. */
  public Answer and(String place, @Nullable String text) {
    if (text == null) {
      return this;
    }
    Map<String, List<String>> more = new LinkedHashMap<>(parts);
    more.put(place, List.of(text));
    return new Answer(more);
  }

  private static Answer text(String place, String text) {
    return new Answer(Map.of(place, List.of(text)));
  }
}

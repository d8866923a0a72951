package io.croft.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ReadingsTest {

  private static boolean isFound(String type, String value, String answer) {
    KnownValue known = new KnownValue("note.text", value, ValueForms.of(type, value));
    return !Sighting.in(answer).of(List.of(known)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Zoë \"Ö\" O'Hara",
        "{\"name\":\"Zo\\u00eb \\\"\\u00d6\\\" O'Hara\"}",
        "<td>Zo&euml; &quot;&#214;&quot; O&#x27;Hara</td>",
        "/search?name=Zo%C3%AB+%22%C3%96%22+O%27Hara&page=1",
        "%2Fsearch%3Fname%3DZo%25C3%25AB%2B%2522%25C3%2596%2522%2BO%2527Hara",
        "Wm/DqyAiw5YiIE8nSGFyYQ==",
        "token.Wm_DqyAiw5YiIE8nSGFyYQ.signature",
        "/files/Wm_DqyAiw5YiIE8nSGFyYQ/download",
        "5a6fc3ab2022c3962220 4f2748617261 5a6fc3ab2022c39622204f2748617261",
        "ZOË \"Ö\" O'HARA",
        "Zoe\u0308 \"O\u0308\" O'Hara",
        "100% of Zoë \"Ö\" O'Hara"
      })
  void aTextIsFoundInEachWayOfWritingIt(String answer) {
    assertThat(isFound("text", "Zoë \"Ö\" O'Hara", answer)).as(answer).isTrue();
    assertThat(isFound("text", "Zoë \"Ä\" O'Hara", answer)).as(answer).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "numeric|41573.50|{\"price\":41573.5}",
        "numeric|41573.50|EUR 41,573.50",
        "numeric|41573.50|41.573,50 EUR",
        "int8|9007199254740993|id=9007199254740993",
        "uuid|6f1c4f6e-0f0a-4d1c-9a52-0d6f5f0f1a2b|6F1C4F6E0F0A4D1C9A520D6F5F0F1A2B",
        "timestamptz|2026-05-05 10:11:12.5+00|2026-05-05T10:11:12.500Z",
        "timestamptz|2026-05-05 10:11:12.5+00|1777975872500",
        "timestamptz|2026-05-05 15:56:12.123456+05:45|2026-05-05T10:11:12.123456Z",
        "bytea|\\x68656c6c6f20776f726c64|data:;base64,aGVsbG8gd29ybGQ=",
        "text|Scorpio|by Scorpio, Hank"
      })
  void aValueIsFound(String type, String value, String answer) {
    assertThat(isFound(type, value, answer)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "bool|true|true",
        "int4|42|42",
        "int4|100000|100000",
        "date|2026-05-05|2026-05-05",
        "text|paid|paid",
        "text|- - - - -|- - - - -",
        "text|Scorpio|Scorpions of the desert",
        "int8|123456|91234567",
        "timestamptz|2026-05-05 10:00:00+00|2026-05-05T10:00:00Z"
      })
  void whatOccursByChanceIsNot(String type, String value, String answer) {
    assertThat(isFound(type, value, answer)).isFalse();
  }

  @Test
  void bytesThatAreNoTextAreNoReading() {
    byte[] image = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 16, 74, 70, 73, 70};
    String text = new String(image, StandardCharsets.UTF_8);
    assertThat(Readings.of(text)).contains(ValueForms.folded(text));
  }

  @Test
  void objectsAreSpelledWithAllTheirFields() {
    record Guest(String name, List<String> tags) {}
    assertThat(Answer.of(List.of(new Guest("Hank Scorpio", List.of("vip")))).parts().get("body"))
        .first()
        .asString()
        .contains("Hank Scorpio", "vip");
    assertThat(Answer.ofError(new IllegalStateException(new RuntimeException("Scorpio"))).parts())
        .hasToString(
            "{error=[java.lang.IllegalStateException: java.lang.RuntimeException: Scorpio\n"
                + "java.lang.RuntimeException: Scorpio\n]}");
  }
}

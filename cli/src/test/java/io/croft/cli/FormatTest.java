package io.croft.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FormatTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"--json", "-o json", "--output json", "-o=json", "--output=json", "-ojson"})
  void seesThatJsonIsAsked(String spelling) {
    assertThat(Format.asked(List.of(("x " + spelling + " y").split(" ", -1))))
        .isEqualTo(Format.JSON);
  }

  @ParameterizedTest
  @ValueSource(strings = {"json", "-o table", "-- --json", "-o"})
  void seesThatATableIsAsked(String spelling) {
    assertThat(Format.asked(List.of(spelling.split(" ", -1)))).isEqualTo(Format.TABLE);
  }

  @Test
  void isSpelledTheSameInEveryLanguage() {
    assertThat(Format.JSON).hasToString("json");
  }
}

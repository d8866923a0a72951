package io.croft.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keeps {@code docs/errors.md} whole: one section for each code, under its kind. */
final class ErrorsDocumentTest {

  private record Section(String kind, String text) {}

  private static final Map<String, Section> SECTIONS = read(Path.of("../docs/errors.md"));

  private static Map<String, Section> read(Path document) {
    Map<String, Section> sections = new LinkedHashMap<>();
    try {
      for (String kind : Files.readString(document).split("(?m)^## ", -1)) {
        String[] parts = kind.split("(?m)^### ", -1);
        for (int i = 1; i < parts.length; i++) {
          String[] lines = parts[i].split("\n", 2);
          Section before = sections.put(lines[0], new Section(parts[0].strip(), lines[1].strip()));
          assertThat(before).as(lines[0]).isNull();
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return sections;
  }

  private static Section section(ErrorCode code) {
    Section section = SECTIONS.get(code.code());
    if (section == null) {
      throw new AssertionError("docs/errors.md has no section " + code.code());
    }
    return section;
  }

  @ParameterizedTest
  @EnumSource
  void tellsWhatACodeMeansAndWhatToDo(ErrorCode code) {
    assertThat(section(code).text().lines().count()).isGreaterThanOrEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void listsACodeUnderItsKind(ErrorCode code) {
    String kind = section(code).kind().toUpperCase(Locale.ROOT).replace(' ', '_');
    assertThat(kind).isEqualTo(code.kind().name());
  }

  @Test
  void listsNoCodeThatIsGone() {
    assertThat(SECTIONS).hasSize(ErrorCode.values().length);
  }
}

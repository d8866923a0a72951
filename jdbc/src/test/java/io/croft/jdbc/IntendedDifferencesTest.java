package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class IntendedDifferencesTest {

  /** Sections of the page that are no difference. */
  private static final List<String> OTHERS = List.of("Driver properties", "Frameworks");

  @Test
  void eachHasItsSectionOnThePageAndThePageHasNoOther() throws IOException {
    List<String> sections =
        Files.readAllLines(Path.of("../docs/jdbc.md")).stream()
            .filter(line -> line.startsWith("## "))
            .map(line -> line.substring(3))
            .filter(title -> !OTHERS.contains(title))
            .toList();
    assertThat(sections).containsExactlyInAnyOrderElementsOf(IntendedDifferences.sections());
  }
}

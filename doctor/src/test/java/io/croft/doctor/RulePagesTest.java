package io.croft.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pages in {@code docs/doctor} are what the rules say. */
final class RulePagesTest {

  private static final Path PAGES = Path.of("../docs/doctor");

  @ParameterizedTest
  @EnumSource(Family.class)
  void thePageOfAFamilyIsMadeFromItsRules(Family family) throws IOException {
    assertThat(Files.readString(PAGES.resolve(family.word() + ".md")))
        .as("make it anew: ./croft doctor --rules --markdown docs/doctor")
        .isEqualTo(RulePage.markdown(family));
  }

  @ParameterizedTest
  @EnumSource(Family.class)
  void theOverviewLeadsToEachPage(Family family) throws IOException {
    assertThat(Files.readString(PAGES.resolveSibling("doctor.md")))
        .contains("(doctor/" + family.word() + ".md)");
  }
}

package io.croft.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class IgnoreFileTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

  @TempDir private Path directory;

  @Test
  void putsAsideWhatAnEntryNamesAndKeepsTheReason() throws IOException {
    Report report =
        file("CROFT207 app.person because the table holds 40 rows")
            .apply(report(finding("CROFT207", "app.person")), TODAY, true);
    assertThat(report.findings()).isEmpty();
    assertThat(report.ignored())
        .singleElement()
        .extracting(IgnoredFinding::reason)
        .isEqualTo("the table holds 40 rows");
  }

  @Test
  void matchesByPlaceAndByWildcard() throws IOException {
    IgnoreFile file =
        file(
            "CROFT207 eu-1/croft_app/app.person because a",
            "CROFT301 *.totals_* because b",
            "CROFT404 role \"until x\" until 2027-01-01 because c");
    Report report =
        file.apply(
            report(
                finding("CROFT207", "app.person"),
                finding("CROFT301", "app.totals_2026"),
                finding("CROFT404", "role \"until x\""),
                finding("CROFT301", "app.total")),
            TODAY,
            true);
    assertThat(report.findings())
        .singleElement()
        .extracting(Finding::object)
        .isEqualTo("app.total");
  }

  @Test
  void anotherRuleOnTheSameObjectStillCounts() throws IOException {
    Report report =
        file("CROFT207 app.person because a")
            .apply(
                report(finding("CROFT207", "app.person"), finding("CROFT101", "app.person")),
                TODAY,
                true);
    assertThat(report.findings()).extracting(f -> f.rule().id()).containsExactly("CROFT101");
  }

  @Test
  void anEntryPastItsDateCountsAgainAndIsReported() throws IOException {
    Report report =
        file("CROFT207 app.person until 2026-11-20 because a")
            .apply(report(finding("CROFT207", "app.person")), TODAY, true);
    assertThat(report.findings())
        .extracting(f -> f.rule().id())
        .containsExactly("CROFT207", "CROFT003");
    assertThat(
            file("CROFT207 app.person until 2026-11-21 because a")
                .apply(report(finding("CROFT207", "app.person")), TODAY, true)
                .findings())
        .isEmpty();
  }

  @Test
  void anEntryThatMatchesNothingIsReportedWhenEverythingWasAudited() throws IOException {
    IgnoreFile file = file("CROFT207 app.person because a");
    assertThat(file.apply(report(), TODAY, true).findings())
        .singleElement()
        .satisfies(f -> assertThat(f.rule().id()).isEqualTo("CROFT002"))
        .satisfies(f -> assertThat(f.object()).isEqualTo("line 1"));
    assertThat(file.apply(report(), TODAY, false).findings()).isEmpty();
  }

  @Test
  void refusesAFileWithAllThatIsWrongInIt() {
    assertThatThrownBy(
            () ->
                file(
                    "# fine",
                    "CROFT207 app.person",
                    "CROFT207 app.person because",
                    "CROFT999 app.person because a",
                    "CROFT207 app.person until soon because a"))
        .hasMessageContaining("line 2: no reason")
        .hasMessageContaining("line 3: no reason")
        .hasMessageContaining("line 4: there is no rule \"CROFT999\"")
        .hasMessageContaining("line 5: \"soon\" is not a date");
  }

  private IgnoreFile file(String... lines) throws IOException {
    return IgnoreFile.read(Files.write(directory.resolve("ignore"), List.of(lines)));
  }

  private static Finding finding(String rule, String object) {
    return Finding.of(Rules.rule(rule), Place.of("eu-1", "croft_app"), object, "wrong");
  }

  private static Report report(Finding... findings) {
    return new Report(List.of(findings), List.of(), Map.of(), List.of(), Duration.ZERO);
  }
}

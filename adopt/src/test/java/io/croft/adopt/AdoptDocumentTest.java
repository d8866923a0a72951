package io.croft.adopt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What readers see is what the tests have written and run. */
final class AdoptDocumentTest {

  private static final Pattern SQL = Pattern.compile("```sql\n(.*?\n)```", Pattern.DOTALL);

  @Test
  void showsTheMigrationThatRuns() throws IOException {
    List<String> shown =
        SQL.matcher(Files.readString(Path.of("../docs/adopt.md")))
            .results()
            .map(match -> match.group(1))
            .toList();
    assertThat(shown).hasSize(5);
    assertThat(AdoptedApplication.resource("chinook", "migration.sql"))
        .contains(shown.toArray(String[]::new));
  }
}

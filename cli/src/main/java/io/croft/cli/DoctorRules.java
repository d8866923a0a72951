package io.croft.cli;

import io.croft.doctor.Family;
import io.croft.doctor.Rule;
import io.croft.doctor.RulePage;
import io.croft.doctor.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the doctor tells about its rules without looking at a database. */
final class DoctorRules {

  private DoctorRules() {}

  /** A rule as JSON. */
  private record View(
      String id,
      String severity,
      String family,
      String title,
      String applies,
      String scope,
      boolean mended,
      String why,
      String fix) {

    private static View of(Rule rule) {
      return new View(
          rule.id(),
          rule.severity().word(),
          rule.family().word(),
          rule.title(),
          rule.applies().name().toLowerCase(Locale.ROOT),
          rule.reach().name().toLowerCase(Locale.ROOT),
          rule.repaired(),
          rule.why(),
          rule.fix());
    }
  }

  /** Lists all rules, and writes their pages when a directory is given. */
  static int list(OutputOptions output, @Nullable Path directory) throws IOException {
    if (directory != null) {
      Files.createDirectories(directory);
      for (Family family : Family.values()) {
        Files.writeString(directory.resolve(family.word() + ".md"), RulePage.markdown(family));
      }
    }
    List<View> views = Rules.all().stream().map(View::of).toList();
    output.write(
        views,
        () -> {
          Table table = Table.of("rule", "severity", "family", "finds");
          views.forEach(rule -> table.row(rule.id, rule.severity, rule.family, rule.title));
          return table;
        });
    return Exit.DONE.status();
  }

  /** Prints the page of one rule; {@code rule-unknown}. */
  static int explain(OutputOptions output, String id) {
    Rule rule = Rules.rule(id);
    output.write(View.of(rule), RulePage.markdown(rule));
    return Exit.DONE.status();
  }
}

package io.croft.cli;

import io.croft.doctor.Finding;
import io.croft.doctor.Repair;
import io.croft.doctor.Report;
import io.croft.doctor.Severity;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Writes what the doctor found: the worst first, in a table for each severity, or as JSON. */
final class DoctorOutput {

  private final OutputOptions output;
  private final Terminal terminal;
  private final boolean explained;

  DoctorOutput(OutputOptions output, Terminal terminal, boolean explained) {
    this.output = output;
    this.terminal = terminal;
    this.explained = explained;
  }

  private record FindingView(
      String rule,
      String severity,
      String title,
      String place,
      String object,
      String detail,
      String why,
      String help,
      @Nullable String fix,
      String key,
      @Nullable String ignored) {

    private static FindingView of(Finding finding, @Nullable String ignored) {
      return new FindingView(
          finding.rule().id(),
          finding.severity().word(),
          finding.rule().title(),
          finding.place().toString(),
          finding.object(),
          finding.detail(),
          finding.rule().why(),
          finding.rule().fix(),
          finding.fix().orElse(null),
          finding.key(),
          ignored);
    }
  }

  private record FixView(String key, String sql, @Nullable Boolean done, @Nullable String error) {}

  private record View(
      long errors,
      long warnings,
      long infos,
      List<FindingView> findings,
      List<FindingView> ignored,
      List<FixView> fixes,
      Map<String, String> notApplicable,
      List<String> places,
      double seconds) {}

  /** Writes the report; before it what {@code --fix} would do or has done. */
  void write(Report report, List<Finding> plan, List<Repair.Outcome> outcomes) {
    output.write(view(report, plan, outcomes), text(report, plan, outcomes));
  }

  private static View view(Report report, List<Finding> plan, List<Repair.Outcome> outcomes) {
    List<FixView> fixes =
        outcomes.isEmpty()
            ? plan.stream().map(f -> new FixView(f.key(), f.fix().orElse(""), null, null)).toList()
            : outcomes.stream()
                .map(
                    o ->
                        new FixView(
                            o.finding().key(),
                            o.finding().fix().orElse(""),
                            o.done(),
                            o.done() ? null : o.error()))
                .toList();
    return new View(
        report.count(Severity.ERROR),
        report.count(Severity.WARNING),
        report.count(Severity.INFO),
        report.findings().stream().map(f -> FindingView.of(f, null)).toList(),
        report.ignored().stream().map(i -> FindingView.of(i.finding(), i.reason())).toList(),
        fixes,
        new TreeMap<>(report.notApplicable()),
        report.places().stream().map(Object::toString).toList(),
        report.took().toMillis() / 1000.0);
  }

  private String text(Report report, List<Finding> plan, List<Repair.Outcome> outcomes) {
    StringBuilder text = new StringBuilder();
    for (Repair.Outcome outcome : outcomes) {
      text.append(outcome.done() ? "mended " : "not mended ").append(outcome.finding().key());
      text.append(outcome.done() ? "" : ": " + outcome.error()).append('\n');
    }
    if (outcomes.isEmpty()) {
      for (Finding finding : plan) {
        text.append("-- ").append(finding.key()).append('\n');
        text.append(finding.fix().orElse("")).append(";\n");
      }
    }
    text.append(text.isEmpty() ? "" : "\n");
    for (Severity severity : Severity.values()) {
      if (report.count(severity) > 0) {
        String heading = severity.word().toUpperCase(Locale.ROOT) + "\n";
        text.append(severity == Severity.ERROR ? terminal.alarming(heading) : heading);
        text.append(explained ? explained(report, severity) : table(report, severity));
        text.append('\n');
      }
    }
    return text.append(summary(report)).append('\n').toString();
  }

  private static String table(Report report, Severity severity) {
    Table table = Table.of("rule", "place", "object", "finding");
    report.findings().stream()
        .filter(finding -> finding.severity() == severity)
        .forEach(f -> table.row(f.rule().id(), f.place(), f.object(), f.detail()));
    return table.render();
  }

  private static String explained(Report report, Severity severity) {
    StringBuilder text = new StringBuilder();
    String rule = "";
    for (Finding finding : report.findings()) {
      if (finding.severity() != severity) {
        continue;
      }
      if (!finding.rule().id().equals(rule)) {
        rule = finding.rule().id();
        text.append(
            "%s %s%n  why: %s%n  fix: %s%n"
                .formatted(
                    rule, finding.rule().title(), finding.rule().why(), finding.rule().fix()));
      }
      String line = "    %s/%s: %s".formatted(finding.place(), finding.object(), finding.detail());
      text.append(line.replaceAll("\\p{Cntrl}", "?")).append('\n');
      finding
          .fix()
          .ifPresent(
              sql -> text.append("      ").append(sql.replaceAll("\\p{Cntrl}", " ")).append(";\n"));
    }
    return text.toString();
  }

  private static String summary(Report report) {
    return "%d errors, %d warnings, %d infos, %d ignored; %d databases in %.1f s; %d rules not applicable"
        .formatted(
            report.count(Severity.ERROR),
            report.count(Severity.WARNING),
            report.count(Severity.INFO),
            report.ignored().size(),
            report.places().size(),
            report.took().toMillis() / 1000.0,
            report.notApplicable().size());
  }
}

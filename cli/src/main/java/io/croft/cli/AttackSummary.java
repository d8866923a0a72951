package io.croft.cli;

import io.croft.attack.AttackReport;
import io.croft.attack.AttackResult;
import io.croft.attack.Control;
import io.croft.attack.ControlOutcome;
import io.croft.attack.Outcome;
import io.croft.core.Isolation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a run of the attack suite has found, for machines and for people.
 *
 * @param status {@code clean}, or {@code findings} when the command ends with 8
 * @param attacks by isolation and server
 * @param controlsFailed how many attacks prove nothing
 */
record AttackSummary(
    String status,
    long held,
    long through,
    long residual,
    long notRunHere,
    long errors,
    long controlsSucceeded,
    long controlsFailed,
    double seconds,
    List<Line> attacks) {

  private static final int WIDEST = 72;

  /**
   * One attack in one isolation.
   *
   * @param controlId what was removed; empty for a residual channel
   */
  record Line(
      String id,
      String title,
      String source,
      String isolation,
      String server,
      String outcome,
      String evidence,
      String control,
      String controlId,
      String controlEvidence,
      double millis) {

    private static Line of(AttackResult result) {
      return new Line(
          result.attack().id(),
          result.attack().title(),
          result.attack().source(),
          result.isolation().word(),
          result.server(),
          result.outcome().word(),
          result.evidence(),
          result.control().word(),
          result.attack().control(result.isolation()).map(Control::id).orElse(""),
          result.controlEvidence(),
          Math.round(result.millis() * 10) / 10.0);
    }
  }

  static AttackSummary of(AttackReport report) {
    return new AttackSummary(
        report.isClean() ? "clean" : "findings",
        report.count(Outcome.HELD),
        report.count(Outcome.THROUGH),
        report.count(Outcome.RESIDUAL),
        report.count(Outcome.NOT_RUN_HERE),
        report.count(Outcome.ERROR),
        report.count(ControlOutcome.SUCCEEDS),
        report.count(ControlOutcome.FAILS),
        Math.round(report.millis() / 100) / 10.0,
        report.results().stream().map(Line::of).toList());
  }

  /** Returns a table for each isolation, and the line that closes them. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (Isolation isolation : Isolation.values()) {
      List<Line> lines = in(isolation);
      if (!lines.isEmpty()) {
        text.append("Isolation ").append(isolation).append("\n\n");
        text.append(table(lines).render()).append('\n');
      }
    }
    for (String finding : findings()) {
      text.append("FINDING: ").append(finding).append('\n');
    }
    return text.append(closing()).toString();
  }

  private List<Line> in(Isolation isolation) {
    return attacks.stream().filter(line -> line.isolation.equals(isolation.word())).toList();
  }

  private static Table table(List<Line> lines) {
    Table table = Table.of("attack", "outcome", "control", "evidence");
    for (Line line : lines) {
      table.row(line.id, line.outcome, line.control, shortened(line.evidence));
    }
    return table;
  }

  private static String shortened(String evidence) {
    return evidence.length() <= WIDEST ? evidence : evidence.substring(0, WIDEST - 1) + "…";
  }

  private List<String> findings() {
    List<String> findings = new ArrayList<>();
    if (notRunHere == attacks.size()) {
      findings.add("no attack could be run here");
    }
    for (Line line : attacks) {
      String what = "%s in a %s of %s".formatted(line.id, line.isolation, line.server);
      if (line.outcome.equals(Outcome.THROUGH.word())
          || line.outcome.equals(Outcome.ERROR.word())) {
        findings.add("%s: %s: %s".formatted(what, line.outcome, line.evidence));
      }
      if (line.control.equals(ControlOutcome.FAILS.word())) {
        findings.add(
            "%s: its control %s fails: %s".formatted(what, line.controlId, line.controlEvidence));
      }
    }
    return findings;
  }

  private String closing() {
    return String.format(
        Locale.ROOT,
        "%d attacks in %.1f s: %s",
        attacks.size(),
        seconds,
        through == 0 ? "nothing got through" : through + " got through");
  }

  /** Returns how many ended how, by isolation. */
  Table table() {
    Table table =
        Table.of(
            "isolation",
            "held",
            "residual",
            "through",
            "error",
            "not run here",
            "controls",
            "failed");
    for (Isolation isolation : Isolation.values()) {
      List<Line> lines = in(isolation);
      if (!lines.isEmpty()) {
        table.row(
            isolation,
            count(lines, Outcome.HELD),
            count(lines, Outcome.RESIDUAL),
            count(lines, Outcome.THROUGH),
            count(lines, Outcome.ERROR),
            count(lines, Outcome.NOT_RUN_HERE),
            count(lines, ControlOutcome.SUCCEEDS),
            count(lines, ControlOutcome.FAILS));
      }
    }
    return table;
  }

  private static long count(List<Line> lines, Outcome outcome) {
    return lines.stream().filter(line -> line.outcome.equals(outcome.word())).count();
  }

  private static long count(List<Line> lines, ControlOutcome outcome) {
    return lines.stream().filter(line -> line.control.equals(outcome.word())).count();
  }
}

package io.croft.cli;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.doctor.Finding;
import io.croft.doctor.IgnoreFile;
import io.croft.doctor.Repair;
import io.croft.doctor.Report;
import io.croft.doctor.Sarif;
import io.croft.doctor.Severity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Audits what keeps tenants apart, from PostgreSQL's catalogs, and mends what the gate can. */
@Command(
    name = "doctor",
    description = {
      "Audits what keeps tenants apart: every server of the catalog, or one database by --url. It"
          + " changes nothing unless --fix is given.",
      "",
      "Example: croft doctor --server eu-1 --sarif doctor.sarif",
      "Next: croft doctor --explain CROFT207, croft doctor --fix --dry-run"
    })
final class DoctorCommand implements Callable<Integer> {

  @Option(
      names = "--explain",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "RULE",
      description = "Print one rule's page; without a rule, add why and fix to each finding.")
  private @Nullable String explain;

  @Option(names = "--rules", description = "List all rules and end.")
  private boolean rules;

  @Option(
      names = "--markdown",
      paramLabel = "DIR",
      description = "With --rules: write a page for each family of rules into this directory.")
  private @Nullable Path markdown;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY",
      defaultValue = "warning",
      description = "End with 8 from this severity on: error, warning or info (default: warning).")
  private String failOn = "warning";

  @Option(
      names = "--ignore",
      paramLabel = "FILE",
      description = "Findings to put aside: RULE OBJECT [until DATE] because REASON, one a line.")
  private @Nullable Path ignore;

  @Option(
      names = "--sarif",
      paramLabel = "FILE",
      description = "Write the findings as SARIF 2.1.0, too.")
  private @Nullable Path sarif;

  @Option(
      names = "--fix",
      description = "Give back the canonical form to what differs from it, then audit again.")
  private boolean fix;

  @Option(names = "--dry-run", description = "With --fix: print the SQL and change nothing.")
  private boolean dryRun;

  @Mixin private final DoctorTarget target;
  @Mixin private final OutputOptions output = new OutputOptions();
  private final Terminal terminal;

  DoctorCommand(Map<String, String> environment, Terminal terminal) {
    this.target = new DoctorTarget(environment);
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Severity limit = Severity.of(failOn);
    if (rules || markdown != null) {
      return DoctorRules.list(output, markdown);
    }
    if (explain != null && !explain.isEmpty()) {
      return DoctorRules.explain(output, explain);
    }
    if (dryRun && !fix) {
      throw new CroftException(
          ErrorCode.ARGUMENT_INVALID, "--dry-run needs --fix", "give both, or neither");
    }
    IgnoreFile ignored = ignore == null ? IgnoreFile.NONE : IgnoreFile.read(ignore);
    Progress progress = new Progress(output.err(), terminal);
    try (DoctorTarget.Patient patient = target.open(progress)) {
      Report report = audit(patient, ignored);
      List<Repair.Outcome> outcomes = List.of();
      List<Finding> plan = fix ? Repair.plan(report) : List.of();
      if (fix && !dryRun && !plan.isEmpty()) {
        outcomes = Repair.run(plan, patient::connect);
        report = audit(patient, ignored);
      }
      if (sarif != null) {
        Files.writeString(sarif, Json.page(Sarif.log(report, Version.current())) + "\n");
      }
      new DoctorOutput(output, terminal, explain != null).write(report, plan, outcomes);
      return (report.atLeast(limit).isEmpty() ? Exit.DONE : Exit.FINDINGS).status();
    }
  }

  private static Report audit(DoctorTarget.Patient patient, IgnoreFile ignored) {
    return ignored.apply(patient.audit(), LocalDate.now(ZoneId.systemDefault()), patient.whole());
  }
}

package io.croft.doctor;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What somebody has decided to live with: one entry a line, {@code RULE OBJECT [until DATE] because
 * REASON}. Empty lines and lines that begin with {@code #} are skipped.
 *
 * @param path named in findings about entries
 * @param entries in the order of the file
 */
public record IgnoreFile(Path path, List<Ignore> entries) {

  /** A file without entries. */
  public static final IgnoreFile NONE = new IgnoreFile(Path.of("no ignore file"), List.of());

  public IgnoreFile {
    entries = List.copyOf(entries);
  }

  /**
   * Reads a file.
   *
   * @throws CroftException {@code ignore-file-invalid}, naming every line that is no entry: an
   *     unknown rule, no reason, a date that is none
   */
  public static IgnoreFile read(Path path) {
    List<String> lines;
    try {
      lines = Files.readAllLines(path);
    } catch (IOException e) {
      throw invalid("the ignore file " + path + " cannot be read: " + e.getMessage());
    }
    List<Ignore> entries = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      try {
        entries.add(Ignore.parse(i + 1, line));
      } catch (IllegalArgumentException e) {
        problems.add("line " + (i + 1) + ": " + e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      throw invalid("the ignore file " + path + " is wrong: " + String.join("; ", problems));
    }
    return new IgnoreFile(path, entries);
  }

  private static CroftException invalid(String message) {
    return new CroftException(
        ErrorCode.IGNORE_FILE_INVALID,
        message,
        "write one entry a line: RULE OBJECT [until YYYY-MM-DD] because REASON");
  }

  /**
   * Returns the report with the ignored findings put aside. An entry that has reached its date
   * ignores nothing and is a finding itself.
   *
   * @param whole true when everything was audited that the file may speak of; only then is an entry
   *     that matched nothing reported
   */
  public Report apply(Report report, LocalDate today, boolean whole) {
    List<Finding> left = new ArrayList<>();
    List<IgnoredFinding> ignored = new ArrayList<>(report.ignored());
    Set<Ignore> used = new HashSet<>();
    for (Finding finding : report.findings()) {
      List<Ignore> matching = entries.stream().filter(e -> e.matches(finding)).toList();
      used.addAll(matching);
      matching.stream()
          .filter(entry -> !entry.expired(today))
          .findFirst()
          .ifPresentOrElse(
              entry -> ignored.add(new IgnoredFinding(finding, entry.reason())),
              () -> left.add(finding));
    }
    for (Ignore entry : entries) {
      if (used.contains(entry) ? entry.expired(today) : whole) {
        Rule rule = used.contains(entry) ? Rules.EXPIRED_IGNORE : Rules.STALE_IGNORE;
        left.add(
            Finding.of(rule, Place.of(path.toString()), "line " + entry.line(), entry.toString()));
      }
    }
    return new Report(left, ignored, report.notApplicable(), report.places(), report.took());
  }
}

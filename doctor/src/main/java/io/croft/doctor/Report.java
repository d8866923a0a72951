package io.croft.doctor;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * What an audit found.
 *
 * @param findings the worst first, without those that the ignore file names
 * @param ignored what the ignore file names, with its reason
 * @param notApplicable rules that have no meaning here, by id, with the reason
 * @param places the databases that were looked into
 * @param took how long it took
 */
public record Report(
    List<Finding> findings,
    List<IgnoredFinding> ignored,
    Map<String, String> notApplicable,
    List<Place> places,
    Duration took) {

  private static final Comparator<Finding> WORST_FIRST =
      Comparator.comparing(Finding::severity)
          .thenComparing(finding -> finding.rule().id())
          .thenComparing(finding -> finding.place().toString())
          .thenComparing(Finding::object)
          .thenComparing(Finding::detail);

  public Report {
    findings = findings.stream().sorted(WORST_FIRST).toList();
    ignored = List.copyOf(ignored);
    notApplicable = Map.copyOf(notApplicable);
    places = places.stream().distinct().toList();
  }

  static Report of(Findings found, Duration took) {
    return new Report(found.all(), List.of(), found.notApplicable(), found.places(), took);
  }

  /** Returns the findings that are as bad as {@code limit} or worse. */
  public List<Finding> atLeast(Severity limit) {
    return findings.stream().filter(finding -> finding.severity().atLeast(limit)).toList();
  }

  /** Returns how many findings have exactly this severity. */
  public long count(Severity severity) {
    return findings.stream().filter(finding -> finding.severity() == severity).count();
  }

  /** Returns true when a rule of that id found the object. */
  public boolean has(String rule, String object) {
    return findings.stream()
        .anyMatch(each -> each.rule().id().equals(rule) && each.object().equals(object));
  }
}

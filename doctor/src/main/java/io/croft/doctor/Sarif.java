package io.croft.doctor;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A report as SARIF 2.1.0, the format that code scanners exchange (OASIS standard). Objects of a
 * database have no file, so locations are logical; fingerprints do not change with the detail.
 */
public final class Sarif {

  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private Sarif() {}

  /**
   * Returns the log as maps, lists and values, ready for a JSON writer.
   *
   * @param version the version of Croft that audited
   */
  public static Map<String, Object> log(Report report, String version) {
    List<Rule> rules = Rules.all();
    List<Object> results = new ArrayList<>();
    report.findings().forEach(finding -> results.add(result(finding, rules, List.of())));
    report
        .ignored()
        .forEach(
            each ->
                results.add(
                    result(
                        each.finding(),
                        rules,
                        List.of(ordered("kind", "external", "justification", each.reason())))));
    Map<String, Object> driver =
        ordered(
            "name",
            "croft doctor",
            "semanticVersion",
            version,
            "rules",
            rules.stream().map(Sarif::rule).toList());
    Map<String, Object> run =
        ordered(
            "tool", ordered("driver", driver),
            "invocations", List.of(ordered("executionSuccessful", complete(report))),
            "results", results);
    return ordered("$schema", SCHEMA, "version", "2.1.0", "runs", List.of(run));
  }

  private static boolean complete(Report report) {
    return report.findings().stream().noneMatch(f -> f.rule().equals(Rules.COULD_NOT_RUN));
  }

  private static Map<String, Object> rule(Rule rule) {
    return ordered(
        "id", rule.id(),
        "shortDescription", ordered("text", rule.title() + "."),
        "fullDescription", ordered("text", rule.why()),
        "help", ordered("text", rule.fix(), "markdown", RulePage.markdown(rule)),
        "defaultConfiguration", ordered("level", level(rule.severity())),
        "properties", ordered("tags", List.of("security", rule.family().word())));
  }

  private static Map<String, Object> result(
      Finding finding, List<Rule> rules, List<Object> suppressions) {
    Map<String, Object> result =
        ordered(
            "ruleId",
            finding.rule().id(),
            "ruleIndex",
            rules.indexOf(finding.rule()),
            "level",
            level(finding.severity()),
            "message",
            ordered("text", finding.object() + ": " + finding.detail()),
            "locations",
            List.of(ordered("logicalLocations", List.of(location(finding)))),
            "partialFingerprints",
            ordered("croftFinding/v1", fingerprint(finding)));
    if (!suppressions.isEmpty()) {
      result.put("suppressions", suppressions);
    }
    finding.fix().ifPresent(sql -> result.put("properties", ordered("fix", sql)));
    return result;
  }

  private static Map<String, Object> location(Finding finding) {
    return ordered(
        "name",
        finding.object(),
        "fullyQualifiedName",
        finding.place() + "/" + finding.object(),
        "kind",
        "resource");
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case ERROR -> "error";
      case WARNING -> "warning";
      case INFO -> "note";
    };
  }

  private static String fingerprint(Finding finding) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(finding.key().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static Map<String, Object> ordered(Object... pairs) {
    Map<String, Object> map = new LinkedHashMap<>();
    for (int i = 0; i < pairs.length; i += 2) {
      map.put((String) pairs[i], pairs[i + 1]);
    }
    return map;
  }
}

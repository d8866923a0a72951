package io.croft.doctor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The file of one family: for each rule a head of {@code -- key: value} lines, which may go on in
 * lines that begin with {@code --} and three spaces, and its query.
 */
final class RuleFile {

  private static final String START = "-- rule: ";
  private static final Set<String> KEYS =
      Set.of("rule", "title", "severity", "applies", "scope", "repair", "check", "why", "fix");

  private final Family family;
  private final Map<String, String> head = new HashMap<>();
  private final StringBuilder query = new StringBuilder();
  private String key = "";

  private RuleFile(Family family) {
    this.family = family;
  }

  static List<Rule> read(Family family) {
    List<Rule> rules = new ArrayList<>();
    RuleFile next = new RuleFile(family);
    for (String line : Sql.resource("rules/" + family.word()).lines().toList()) {
      if (line.startsWith(START) && !next.head.isEmpty()) {
        rules.add(next.rule());
        next = new RuleFile(family);
      }
      next.take(line);
    }
    rules.add(next.rule());
    return List.copyOf(rules);
  }

  private void take(String line) {
    if (line.startsWith("--   ") && query.isEmpty()) {
      head.merge(key, line.substring(5), (first, more) -> first + " " + more);
    } else if (line.startsWith("-- ") && query.isEmpty()) {
      int colon = line.indexOf(": ");
      String name = colon < 0 ? "" : line.substring(3, colon);
      if (KEYS.contains(name) && (!head.isEmpty() || name.equals("rule"))) {
        key = name;
        head.put(key, line.substring(colon + 2));
      } else if (!head.isEmpty()) {
        throw broken("cannot read: " + line);
      }
    } else if (!line.isBlank() || !query.isEmpty()) {
      query.append(line).append('\n');
    }
  }

  private Rule rule() {
    boolean code = "code".equals(head.get("check"));
    String text = query.toString().strip();
    if (code != text.isEmpty()) {
      throw broken("has a query or says that code decides, and not both");
    }
    return new Rule(
        need("rule"),
        family,
        need("title"),
        Severity.of(need("severity")),
        Rule.Applies.valueOf(head.getOrDefault("applies", "any").toUpperCase(Locale.ROOT)),
        Rule.Reach.valueOf(head.getOrDefault("scope", "database").toUpperCase(Locale.ROOT)),
        "yes".equals(head.get("repair")),
        need("why"),
        need("fix"),
        code ? Optional.empty() : Optional.of(text));
  }

  private String need(String name) {
    String value = head.get(name);
    if (value == null) {
      throw broken("has no " + name);
    }
    return value;
  }

  private IllegalStateException broken(String problem) {
    return new IllegalStateException(
        "rule " + head.get("rule") + " in " + family.word() + ".sql " + problem);
  }
}

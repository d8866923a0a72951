package io.croft.doctor;

import java.util.List;
import java.util.Locale;

/** The page of a rule for people, in Markdown, made from the rule alone. */
public final class RulePage {

  private RulePage() {}

  /** Returns the section of one rule. */
  public static String markdown(Rule rule) {
    StringBuilder page = new StringBuilder();
    page.append("## ").append(rule.id()).append(": ").append(rule.title()).append("\n\n");
    page.append("Severity: ").append(rule.severity()).append(". ");
    page.append(
        switch (rule.applies()) {
          case ANY -> "";
          case GATE -> "Only under the gate. ";
          case PLAIN -> "Only in a database without the gate. ";
        });
    page.append(rule.reach() == Rule.Reach.SERVER ? "Once for a server. " : "In each database. ");
    page.append(rule.repaired() ? "Mended by `--fix`.\n\n" : "Not mended by `--fix`.\n\n");
    page.append("**Why.** ").append(rule.why()).append("\n\n");
    page.append("**Fix.** ").append(rule.fix()).append("\n\n");
    page.append("**Ignore.** `").append(rule.id()).append(" OBJECT because REASON`\n");
    rule.query()
        .ifPresent(
            query ->
                page.append("\n<details><summary>Query</summary>\n\n```sql\n")
                    .append(query)
                    .append("\n```\n</details>\n"));
    return page.toString();
  }

  /** Returns the page of a family: all its rules, after a table of them. */
  public static String markdown(Family family) {
    List<Rule> rules = Rules.all().stream().filter(rule -> rule.family() == family).toList();
    StringBuilder page = new StringBuilder();
    page.append("# ").append(family.title()).append("\n\n");
    page.append("Made from the rules by `croft doctor --rules --markdown DIR`; do not edit.\n\n");
    page.append("| rule | severity | finds |\n|---|---|---|\n");
    for (Rule rule : rules) {
      page.append(
          "| [%s](#%s) | %s | %s |\n"
              .formatted(rule.id(), anchor(rule), rule.severity(), rule.title()));
    }
    for (Rule rule : rules) {
      page.append('\n').append(markdown(rule));
    }
    return page.toString();
  }

  private static String anchor(Rule rule) {
    String heading = rule.id() + ": " + rule.title();
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", "").replace(' ', '-');
  }
}

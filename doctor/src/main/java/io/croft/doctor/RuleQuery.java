package io.croft.doctor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The query of a rule in its surroundings, where {@code ${name}} is a bound value. */
final class RuleQuery {

  private static final Pattern PARAMETER = Pattern.compile("\\$\\{(\\w+)}");
  private static final String ONE =
      """
      SELECT '%s'::text AS rule, found.object::text, found.detail::text, found.fix::text
      FROM (
      %s
      ) AS found
      """;
  private static final Surroundings GATE = Surroundings.of(true);
  private static final Surroundings PLAIN = Surroundings.of(false);

  private final Connection connection;
  private final AuditOptions options;
  private final boolean gate;

  RuleQuery(Connection connection, AuditOptions options, boolean gate) {
    this.connection = connection;
    this.options = options;
    this.gate = gate;
  }

  /**
   * Asks rules in one statement, so that what they share is computed once. When one of them fails,
   * all do.
   */
  List<Finding> find(List<Rule> rules, Function<Rule, Place> places) throws SQLException {
    if (rules.isEmpty()) {
      return List.of();
    }
    String union =
        rules.stream()
            .map(rule -> ONE.formatted(rule.id(), rule.query().orElseThrow()))
            .collect(Collectors.joining("\nUNION ALL\n"));
    String text = (gate ? GATE : PLAIN).around(union);
    List<String> names = PARAMETER.matcher(text).results().map(found -> found.group(1)).toList();
    String sql = PARAMETER.matcher(text).replaceAll(Matcher.quoteReplacement("?"));
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < names.size(); i++) {
        bind(query, i + 1, names.get(i));
      }
      try (ResultSet row = query.executeQuery()) {
        List<Finding> findings = new ArrayList<>();
        while (row.next()) {
          findings.add(finding(row, places));
        }
        return findings;
      }
    }
  }

  private Finding finding(ResultSet row, Function<Rule, Place> places) throws SQLException {
    Rule rule = Rules.rule(row.getString("rule"));
    Optional<String> fix = Optional.ofNullable(row.getString("fix"));
    return new Finding(
        rule,
        places.apply(rule),
        row.getString("object"),
        row.getString("detail"),
        fix,
        gate && rule.repaired() && fix.isPresent());
  }

  private void bind(PreparedStatement query, int index, String name) throws SQLException {
    switch (name) {
      case "column" -> query.setString(index, gate ? "tenant_id" : options.tenantColumn());
      case "gate" -> query.setBoolean(index, gate);
      case "logins" -> bindNames(query, index, options.logins());
      case "schemas" -> bindNames(query, index, options.schemas());
      default -> throw new IllegalStateException("no rule may use ${" + name + "}");
    }
  }

  private void bindNames(PreparedStatement query, int index, Optional<List<String>> names)
      throws SQLException {
    query.setArray(
        index, names.isEmpty() ? null : connection.createArrayOf("text", names.get().toArray()));
  }
}

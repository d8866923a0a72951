package io.croft.doctor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The query of a rule in its surroundings, where {@code ${name}} is a bound value. */
final class RuleQuery {

  private static final Pattern PARAMETER = Pattern.compile("\\$\\{(\\w+)}");
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

  List<Finding> find(Rule rule, Place place) throws SQLException {
    String text = (gate ? GATE : PLAIN).around(rule.query().orElseThrow());
    List<String> names = PARAMETER.matcher(text).results().map(found -> found.group(1)).toList();
    String sql = PARAMETER.matcher(text).replaceAll(Matcher.quoteReplacement("?"));
    try (PreparedStatement query = connection.prepareStatement(sql)) {
      for (int i = 0; i < names.size(); i++) {
        bind(query, i + 1, names.get(i));
      }
      try (ResultSet row = query.executeQuery()) {
        List<Finding> findings = new ArrayList<>();
        while (row.next()) {
          Optional<String> fix = Optional.ofNullable(row.getString("fix"));
          findings.add(
              new Finding(
                  rule,
                  place,
                  row.getString("object"),
                  row.getString("detail"),
                  fix,
                  gate && rule.repaired() && fix.isPresent()));
        }
        return findings;
      }
    }
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

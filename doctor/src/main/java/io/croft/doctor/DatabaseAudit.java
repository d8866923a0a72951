package io.croft.doctor;

import io.croft.doctor.Rule.Reach;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Asks rules on one connection, each in a statement of its own that only reads. A rule that fails
 * becomes a finding: it never passes for one that found nothing.
 */
final class DatabaseAudit {

  private static final String PREPARE =
      """
      SET search_path = pg_catalog, pg_temp;
      SET default_transaction_read_only = on;
      SET lock_timeout = '5s';
      SET statement_timeout = '%dms';
      SET jit = off
      """;

  private static final String RESTORE =
      """
      RESET search_path; RESET default_transaction_read_only; RESET lock_timeout;
      RESET statement_timeout; RESET jit
      """;

  private static final String HAS_GATE =
      """
      SELECT count(*) = 2 FROM pg_catalog.pg_class c
      JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'croft' AND c.relname IN ('gate', 'seal_key') AND c.relkind = 'r'
      """;

  private final Connection connection;
  private final AuditOptions options;
  private final Findings findings;

  DatabaseAudit(Connection connection, AuditOptions options, Findings findings) {
    this.connection = connection;
    this.options = options;
    this.findings = findings;
  }

  static boolean hasGate(Connection connection) throws SQLException {
    return Sql.holds(connection, HAS_GATE);
  }

  /** Asks what belongs to the server as well as what belongs to the database. */
  void everything(String server, String database) throws SQLException {
    run(server, database, rule -> true);
    new PasswordCheck(options, findings).check(connection, server);
  }

  /** Asks those rules of the database and of the server that {@code wanted} names. */
  void run(String server, String database, Predicate<Rule> wanted) throws SQLException {
    boolean gate = hasGate(connection);
    Place place = Place.of(server, database);
    findings.visited(place);
    if (gate && !new GateCheck(connection, place, findings).compare(wanted)) {
      return;
    }
    Sql.run(connection, PREPARE.formatted(options.patience().toMillis()));
    try {
      ask(Rules.all().stream().filter(wanted).toList(), place, gate);
    } finally {
      Sql.run(connection, RESTORE);
    }
  }

  private void ask(List<Rule> wanted, Place database, boolean gate) {
    List<Rule> asked = new ArrayList<>();
    for (Rule rule : wanted) {
      if (!rule.appliesWhere(gate)) {
        findings.notApplicable(
            rule, gate ? "the gate is installed" : "the gate is not installed in this database");
      } else if (rule.query().isPresent()) {
        findings.applied(rule);
        asked.add(rule);
      }
    }
    RuleQuery query = new RuleQuery(connection, options, gate);
    Function<Rule, Place> places =
        rule -> rule.reach() == Reach.SERVER ? Place.of(database.server()) : database;
    try {
      findings.addAll(query.find(asked, places));
    } catch (SQLException together) {
      // One of them cannot run, or an object vanished between two looks at the catalogs.
      asked.forEach(rule -> askAlone(query, rule, places));
    }
  }

  private void askAlone(RuleQuery query, Rule rule, Function<Rule, Place> places) {
    try {
      findings.addAll(query.find(List.of(rule), places));
    } catch (SQLException e) {
      findings.couldNotRun(rule, places.apply(rule), reason(e));
    }
  }

  static String reason(SQLException e) {
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    return Optional.ofNullable(e.getSQLState()).orElse("no SQLSTATE") + " " + message;
  }
}

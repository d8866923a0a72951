package io.croft.test;

import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Tries to change and to delete rows of another tenant, and to write one for it. Changes are tried
 * twice: of the rows that name the other tenant, and of all rows without looking at any, which
 * policies for reading do not guard. Each attempt is rolled back.
 */
final class WriteTrial {

  private final Connection connection;
  private final Findings findings;
  private final TenantId tenant;
  private final TenantId other;

  WriteTrial(Connection connection, Findings findings, TenantId tenant, TenantId other) {
    this.connection = connection;
    this.findings = findings;
    this.tenant = tenant;
    this.other = other;
  }

  private interface Attempt {
    long run() throws SQLException;
  }

  void run(Relation relation, @Nullable Evidence evidence) throws SQLException {
    String name = relation.quoted();
    if (relation.updatable()) {
      changes(relation, "change", () -> named("UPDATE " + name + " SET tenant_id = tenant_id"));
      takesOver(relation, "UPDATE " + name + " SET tenant_id = DEFAULT");
    }
    if (relation.deletable()) {
      changes(relation, "delete", () -> named("DELETE FROM " + name));
      blindly(relation, "delete", "DELETE FROM " + name);
    }
    if (evidence != null
        && evidence.sample().isPresent()
        && relation.writable().contains("tenant_id")) {
      insert(relation, evidence.sample().get());
    }
  }

  /** Rows of the other alone: an error of their keys shows as well that they were reached. */
  private void changes(Relation relation, String verb, Attempt attempt) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      long rows = attempt.run();
      if (rows > 0) {
        add(relation, "can %s %d row(s) of %s".formatted(verb, rows, findings.other()));
      }
    } catch (SQLException e) {
      if (Refused.isReached(e)) {
        add(
            relation,
            "can %s rows of %s: only a key stood in its way (%s)"
                .formatted(verb, findings.other(), e.getMessage()));
      }
    } finally {
      connection.rollback(before);
    }
  }

  /** Its own rows stay as they are, so that no key of theirs can fail. */
  private void takesOver(Relation relation, String sql) throws SQLException {
    changes(
        relation,
        "take over",
        () -> {
          blindly(relation, "take over", sql);
          return 0;
        });
  }

  /** All rows, without looking at any. */
  private void blindly(Relation relation, String verb, String sql) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try (Statement statement = connection.createStatement()) {
      long own = own(relation);
      long rows = statement.executeLargeUpdate(sql) - own;
      if (rows > 0) {
        add(relation, "can %s %d row(s) that are not its own".formatted(verb, rows));
      }
    } catch (SQLException e) {
      if (verb.equals("take over")) {
        throw e;
      }
      // Other rows hang on its own: nothing is learned.
    } finally {
      connection.rollback(before);
    }
  }

  private long named(String sql) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql + " WHERE tenant_id = ?")) {
      statement.setObject(1, other.value());
      return statement.executeLargeUpdate();
    }
  }

  private long own(Relation relation) throws SQLException {
    String count = "SELECT count(*) FROM " + relation.quoted() + " WHERE tenant_id = ?";
    try (PreparedStatement statement = connection.prepareStatement(count)) {
      statement.setObject(1, tenant.value());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** A row that is there already: only a policy or a check keeps it from reaching the keys. */
  private void insert(Relation relation, String sample) throws SQLException {
    String columns =
        relation.writable().stream().map(Relation::quote).collect(Collectors.joining(", "));
    String values =
        relation.writable().stream()
            .map(column -> "(x.r)." + Relation.quote(column))
            .collect(Collectors.joining(", "));
    String sql =
        ("INSERT INTO %s (%s) OVERRIDING SYSTEM VALUE"
                + " SELECT %s FROM (SELECT CAST(? AS %s) AS r) x")
            .formatted(relation.quoted(), columns, values, relation.quoted());
    Savepoint before = connection.setSavepoint();
    try {
      write(sql, sample);
      connection.rollback(before);
      if (!isMadeItsOwn(sql, sample)) {
        add(relation, "can write a row of " + findings.other());
      }
    } catch (SQLException e) {
      if (Refused.isReached(e)) {
        add(
            relation,
            "can write a row of %s: only a key stood in its way (%s)"
                .formatted(findings.other(), e.getMessage()));
      } else if (!Refused.isRefusal(e)) {
        findings.add(
            relation,
            "whether %s can write a row of %s could not be tried: %s"
                .formatted(findings.tenant(), findings.other(), e.getMessage()),
            "mend what fails: what cannot be tried proves nothing");
      }
    } finally {
      connection.rollback(before);
    }
  }

  private void write(String sql, String sample) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, sample);
      statement.executeLargeUpdate();
    }
  }

  /** A trigger may have given the row to who wrote it; who may not read it has not. */
  private boolean isMadeItsOwn(String sql, String sample) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try (PreparedStatement statement = connection.prepareStatement(sql + " RETURNING tenant_id")) {
      statement.setString(1, sample);
      try (ResultSet row = statement.executeQuery()) {
        return !row.next() || tenant.value().equals(row.getObject(1));
      }
    } catch (SQLException e) {
      connection.rollback(before);
      return false;
    }
  }

  private void add(Relation relation, String found) {
    findings.add(
        relation,
        findings.tenant() + " " + found,
        "its policies let writes through: `croft doctor` tells which");
  }
}

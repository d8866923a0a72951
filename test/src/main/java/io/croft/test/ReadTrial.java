package io.croft.test;

import io.croft.core.TenantId;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tries to read rows of another tenant. */
final class ReadTrial {

  private final Connection connection;
  private final Findings findings;
  private final Set<String> alike;

  /**
   * @param alike views whose rows may look alike for two tenants
   */
  ReadTrial(Connection connection, Findings findings, Set<String> alike) {
    this.connection = connection;
    this.findings = findings;
    this.alike = alike;
  }

  void run(Relation relation, @Nullable Evidence evidence, TenantId other) throws SQLException {
    if (relation.readable().isEmpty()) {
      return;
    }
    Savepoint before = connection.setSavepoint();
    try {
      look(relation, evidence, other);
    } catch (SQLException e) {
      connection.rollback(before);
      if (!Refused.isRefusal(e)) {
        findings.add(
            relation,
            "it could not be read: " + e.getMessage(),
            "mend it: what cannot be read proves nothing");
      }
    }
  }

  private void look(Relation relation, @Nullable Evidence evidence, TenantId other)
      throws SQLException {
    long named = relation.hasTenant() ? named(relation, other) : 0;
    long same = evidence == null ? 0 : same(relation, evidence);
    long seen = Math.max(named, same);
    if (seen > 0 && relation.hasTenant()) {
      findings.add(
          relation,
          "%s reads %d row(s) of %s".formatted(findings.tenant(), seen, findings.other()),
          hint(relation));
    } else if (seen > 0 && !alike.contains(relation.key())) {
      findings.add(
          relation,
          "%s reads %d row(s) that %s has, too, and no column tenant_id tells whose they are"
              .formatted(findings.tenant(), seen, findings.other()),
          hint(relation)
              + "; where rows of two tenants merely look alike, give them different ones or say"
              + " mayLookAlike(\"%s\")".formatted(relation.key()));
    } else if (relation.isBeyondProof() && !alike.contains(relation.key())) {
      findings.add(
          relation,
          "it reads with its owner's rights, and no column tenant_id tells whose its rows are",
          hint(relation) + ", or say mayLookAlike(\"%s\")".formatted(relation.key()));
    } else if (evidence == null && !relation.hasTenant() && !alike.contains(relation.key())) {
      findings.add(
          relation,
          "%s can read it and %s has nothing of that name to compare it with"
              .formatted(findings.tenant(), findings.other()),
          "take the right to read it away, or say mayLookAlike(\"%s\")".formatted(relation.key()));
    }
  }

  private static String hint(Relation relation) {
    return switch (relation.kind()) {
      case "v" -> "make the view security_invoker: as it is, it reads with its owner's rights";
      case "m" -> "a materialized view holds the rows of all tenants: take SELECT on it away";
      case "f" -> "a foreign table knows no tenant: take SELECT on it away";
      default ->
          relation.hasTenant()
              ? "its row security is gone or its policies are others: `croft doctor` tells which"
              : "give it tenant_id, or declare it by croft.share when all tenants share it";
    };
  }

  private long named(Relation relation, TenantId other) throws SQLException {
    String count = "SELECT count(*) FROM " + relation.quoted() + " t WHERE t.tenant_id = ?";
    try (PreparedStatement statement = connection.prepareStatement(count)) {
      statement.setObject(1, other.value());
      return one(statement);
    }
  }

  private long same(Relation relation, Evidence evidence) throws SQLException {
    if (evidence.hashes().isEmpty() || !relation.readable().containsAll(evidence.columns())) {
      return 0;
    }
    String count =
        "SELECT count(*) FROM %s t WHERE %s = ANY (?)"
            .formatted(relation.quoted(), Evidence.hash(evidence.columns()));
    try (PreparedStatement statement = connection.prepareStatement(count)) {
      Array hashes = connection.createArrayOf("text", evidence.hashes().toArray());
      statement.setArray(1, hashes);
      return one(statement);
    }
  }

  private static long one(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}

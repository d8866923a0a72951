package io.croft.test;

import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Tries once whether a tenant can reach the rows of another. */
final class Trial {

  /** Croft's own, in every home; {@code croft watch} writes and probes it. */
  private static final String CANARY = "croft_canary";

  private final DataSource source;
  private final Excuses excuses;
  private final Set<String> shared;
  private final TenantId tenant;
  private final TenantId other;
  private final Findings findings;

  Trial(
      DataSource source,
      Excuses excuses,
      Set<String> shared,
      TenantId tenant,
      TenantId other,
      Findings findings) {
    this.source = source;
    this.excuses = excuses;
    this.shared = shared;
    this.tenant = tenant;
    this.other = other;
    this.findings = findings;
  }

  private interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  void run() throws SQLException {
    Map<String, Relation> reached = as(tenant, this::relations).stream().collect(byKey());
    Map<String, Evidence> evidence = as(other, connection -> evidence(connection, reached));
    requireExcused(reached.keySet(), evidence.keySet());
    as(
        tenant,
        connection -> {
          for (Relation relation : reached.values()) {
            tryRelation(connection, relation, evidence.get(relation.key()));
          }
          return reached;
        });
  }

  /** Returns what of the other tenant is there to be seen, by relation. */
  private Map<String, Evidence> evidence(Connection connection, Map<String, Relation> reached)
      throws SQLException {
    Map<String, Evidence> all = new LinkedHashMap<>();
    for (Relation relation : relations(connection)) {
      Evidence found = Evidence.read(connection, relation, reached.get(relation.key()), other);
      all.put(relation.key(), found);
      if (found.rows() == 0 && !relation.isPartition() && !isExcusedEmpty(relation)) {
        findings.add(
            relation,
            findings.other() + " has no row there that it can read, so that nothing is proven",
            "write one as %s before; or, where there can be none, say mayBeEmpty(\"%s\")"
                .formatted(findings.other(), relation.key()));
      }
    }
    if (all.isEmpty()) {
      findings.add(
          "the home of " + findings.other(),
          "there is no table that its login can read, so that nothing is proven",
          "look at the migrations, and at where the data source leads");
    }
    return all;
  }

  private boolean isExcusedEmpty(Relation relation) {
    return relation.key().equals(CANARY) || excuses.empty().contains(relation.key());
  }

  private void requireExcused(Set<String> reached, Set<String> evident) {
    Set<String> unknown = new HashSet<>(excuses.empty());
    unknown.addAll(excuses.alike());
    unknown.removeAll(reached);
    unknown.removeAll(evident);
    unknown.forEach(
        name ->
            findings.add(
                "\"" + name + "\"",
                "there is no such table or view, and yet it is excused",
                "correct the name, or take the excuse away"));
  }

  private void tryRelation(Connection connection, Relation relation, @Nullable Evidence evidence)
      throws SQLException {
    new ReadTrial(connection, findings, excuses.alike()).run(relation, evidence, other);
    if (relation.hasTenant()) {
      new WriteTrial(connection, findings, tenant, other).run(relation, evidence);
    }
  }

  private List<Relation> relations(Connection connection) throws SQLException {
    Relations.requireBoundLogin(connection);
    return Relations.reachable(connection).stream()
        .filter(relation -> !relation.isAmong(shared))
        .toList();
  }

  private static Collector<Relation, ?, Map<String, Relation>> byKey() {
    return Collectors.toMap(
        Relation::key, Function.identity(), (one, same) -> one, LinkedHashMap::new);
  }

  /** On a thread that is in no scope yet, in a transaction that is rolled back. */
  private <T> T as(TenantId who, Work<T> work) throws SQLException {
    CompletableFuture<T> result =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return TenantScope.call(who, () -> rolledBack(work));
              } catch (SQLException e) {
                throw new CompletionException(e);
              }
            },
            command -> new Thread(command, "croft-isolation").start());
    try {
      return result.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw cause;
      }
      if (e.getCause() instanceof AssertionError cause) {
        throw cause;
      }
      throw e;
    }
  }

  private <T> T rolledBack(Work<T> work) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      try {
        return work.run(connection);
      } finally {
        connection.rollback();
      }
    }
  }
}

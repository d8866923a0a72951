package io.croft.catalog;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** What probes have found, as stretches of equal outcomes. */
final class ProbeStore {

  private static final String COLUMNS =
      """
      id, server, database, isolation, tenant, epoch, probe, outcome, evidence, millis, first_round,
        last_round, since, last, times, extract(epoch FROM longest_gap) AS gap_seconds, current
      """;

  private static final String SUBJECT = " WHERE coalesce(tenant::text, server) = ?";

  private static final String CURRENT =
      "SELECT id, outcome FROM catalog.probe" + SUBJECT + " AND probe = ? AND current FOR UPDATE";

  private static final String EXTEND =
      """
      UPDATE catalog.probe SET server = ?, database = ?, isolation = ?, epoch = ?, evidence = ?,
        millis = ?, last_round = ?, last = clock_timestamp(), times = times + 1,
        longest_gap = greatest(longest_gap, clock_timestamp() - last)
      WHERE id = ?
      """;

  private static final String END = "UPDATE catalog.probe SET current = false WHERE id = ?";

  private static final String INSERT =
      """
      INSERT INTO catalog.probe (server, database, isolation, tenant, epoch, probe, outcome,
        evidence, millis, first_round, last_round)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT DO NOTHING
      """;

  private static final String END_OTHERS =
      "UPDATE catalog.probe SET current = false"
          + SUBJECT
          + " AND current AND tenant IS NOT NULL AND NOT probe = ANY (?)";

  private static final String END_LEFT =
      """
      UPDATE catalog.probe b SET current = false
      WHERE b.current AND b.server = ? AND b.tenant IS NOT NULL AND NOT EXISTS (
        SELECT FROM catalog.placement p JOIN catalog.tenant t ON t.id = p.tenant
        WHERE p.tenant = b.tenant AND p.until IS NULL AND p.isolation <> 'pool'
          AND t.status <> 'erased')
      """;

  private static final String PRUNE =
      """
      DELETE FROM catalog.probe
      WHERE server = ? AND NOT current AND last < clock_timestamp() - make_interval(secs => ?)
      """;

  private static final String EVER_HELD =
      "SELECT FROM catalog.probe" + SUBJECT + " AND probe = ? AND outcome = 'held' LIMIT 1";

  private static final String LIST =
      "SELECT "
          + COLUMNS
          + """
             FROM catalog.probe
             WHERE server = coalesce(?, server) AND current >= ? AND (outcome <> 'held' OR NOT ?)
             ORDER BY last DESC, id DESC
             LIMIT ?
            """;

  private final Database database;

  ProbeStore(Database database) {
    this.database = database;
  }

  private record Known(long id, ProbeOutcome outcome) {}

  List<ProbeChange> record(WatchRound round, Duration lease, List<ProbeResult> results) {
    return database.change(
        round.worker(),
        "watch.record",
        c -> {
          RoundStore.prolong(c, round, lease);
          List<ProbeChange> changes = new ArrayList<>();
          for (ProbeResult result : results) {
            record(c, round, result).ifPresent(changes::add);
          }
          endOthers(c, results);
          return List.copyOf(changes);
        });
  }

  private static Optional<ProbeChange> record(
      Connection connection, WatchRound round, ProbeResult result) throws SQLException {
    Optional<Known> known =
        Sql.first(connection, CURRENT, ProbeStore::known, result.subject(), result.probe());
    if (known.isEmpty()) {
      insert(connection, round, result);
      return Optional.of(new ProbeChange(result, null));
    }
    ProbeOutcome before = known.get().outcome();
    if (before == ProbeOutcome.ALARM && result.outcome() == ProbeOutcome.BLIND) {
      // An alarm stays until the probe has looked again and held.
      return Optional.empty();
    }
    if (before == result.outcome()) {
      extend(connection, round, result, known.get().id());
      return Optional.empty();
    }
    Sql.change(connection, END, known.get().id());
    insert(connection, round, result);
    return Optional.of(new ProbeChange(result, before));
  }

  private static Known known(ResultSet row) throws SQLException {
    return new Known(row.getLong("id"), ProbeOutcome.of(row.getString("outcome")));
  }

  private static void extend(Connection connection, WatchRound round, ProbeResult result, long id)
      throws SQLException {
    Sql.change(
        connection,
        EXTEND,
        result.server(),
        result.database(),
        result.isolation().word(),
        result.epoch(),
        result.evidence(),
        result.millis(),
        round.id(),
        id);
  }

  private static void insert(Connection connection, WatchRound round, ProbeResult result)
      throws SQLException {
    Sql.change(
        connection,
        INSERT,
        result.server(),
        result.database(),
        result.isolation().word(),
        result.tenant() == null ? null : result.tenant().value(),
        result.epoch(),
        result.probe(),
        result.outcome().word(),
        result.evidence(),
        result.millis(),
        round.id(),
        round.id());
  }

  /** Probes that make no sense any more in the home where the tenant lives now. */
  private static void endOthers(Connection connection, List<ProbeResult> results)
      throws SQLException {
    if (results.stream().anyMatch(result -> result.outcome() == ProbeOutcome.BLIND)) {
      return;
    }
    for (String subject : results.stream().map(ProbeResult::subject).distinct().toList()) {
      Sql.change(
          connection,
          END_OTHERS,
          subject,
          results.stream().map(ProbeResult::probe).collect(Collectors.toSet()));
    }
  }

  void tidy(WatchRound round, Duration retention) {
    database.change(
        round.worker(),
        "watch.tidy",
        c -> {
          RoundStore.prune(c, round.server(), retention);
          return Sql.change(c, END_LEFT, round.server())
              + Sql.change(c, PRUNE, round.server(), RoundStore.seconds(retention));
        });
  }

  boolean everHeld(String subject, String probe) {
    return database.read(c -> Sql.first(c, EVER_HELD, row -> true, subject, probe)).isPresent();
  }

  List<ProbeStretch> list(ProbeFilter filter) {
    return database.read(
        c ->
            Sql.list(
                c,
                LIST,
                ProbeStore::stretch,
                filter.server(),
                !filter.history(),
                filter.openOnly(),
                filter.limit()));
  }

  private static ProbeStretch stretch(ResultSet row) throws SQLException {
    UUID tenant = row.getObject("tenant", UUID.class);
    return new ProbeStretch(
        new ProbeResult(
            row.getString("server"),
            row.getString("database"),
            Isolation.of(row.getString("isolation")),
            tenant == null ? null : new TenantId(tenant),
            row.getObject("epoch", Long.class),
            row.getString("probe"),
            ProbeOutcome.of(row.getString("outcome")),
            row.getString("evidence"),
            row.getLong("millis")),
        Sql.instant(row, "since"),
        Sql.instant(row, "last"),
        row.getLong("first_round"),
        row.getLong("last_round"),
        row.getLong("times"),
        Duration.ofMillis(Math.round(row.getDouble("gap_seconds") * 1e3)),
        row.getBoolean("current"));
  }
}

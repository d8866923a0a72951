package io.croft.demo;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.move.MoveResult;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The bulk promotion: small tenants from the pool to schemas, two at a time, clients at work. */
final class Promotion {

  private static final int WORKERS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Platform platform;
  private final Moves moves;
  private final List<Long> nanos = Collections.synchronizedList(new ArrayList<>());
  private long total;

  Promotion(Platform platform, Interruption interruption) {
    this.platform = platform;
    this.moves = new Moves(platform, interruption, PATIENCE);
  }

  /** Moves all of them to schemas on the server where they are. */
  void run(List<TenantId> tenants) throws SQLException {
    long begin = System.nanoTime();
    Parallel.forEach(
        WORKERS,
        tenants,
        tenant -> {
          String server = platform.placement(tenant).server();
          MoveResult result = moves.move(tenant, Isolation.SCHEMA, server);
          nanos.add(result.total().toNanos());
        });
    total = System.nanoTime() - begin;
  }

  /** Reports on the tenants, whose clients have ended. */
  DemoReport.Bulk report(List<TenantId> tenants, Traffic traffic, Auditors auditors)
      throws SQLException {
    long acknowledged = 0;
    long lost = 0;
    long duplicated = 0;
    long errors = 0;
    for (TenantId tenant : tenants) {
      acknowledged += traffic.ledger().acknowledged(tenant);
      LedgerCheck.Result check = auditors.check(tenant);
      lost += check.lost();
      duplicated += check.duplicated();
      errors += traffic.errors().count(tenant);
    }
    return new DemoReport.Bulk(
        tenants.size(),
        nanos.size(),
        Quantiles.millis(total),
        nanos.isEmpty() ? 0 : Quantiles.millis(Quantiles.of(nanos, 0.5)),
        acknowledged,
        lost,
        duplicated,
        errors);
  }
}

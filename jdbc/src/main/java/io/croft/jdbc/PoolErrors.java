package io.croft.jdbc;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.TenantId;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Why a tenant gets no connection of one server; each message tells the state of the pool. */
final class PoolErrors {

  private final String server;

  PoolErrors(String server) {
    this.server = server;
  }

  SQLException timeout(
      TenantId tenant,
      Deadline deadline,
      PoolStats stats,
      TenantNumbers numbers,
      @Nullable SQLException cause) {
    return Errors.of(
        ErrorCode.CONNECTION_TIMEOUT,
        "no connection to server %s for tenant %s within %d ms: %s; of this tenant: %s%s"
            .formatted(
                server,
                tenant,
                deadline.elapsedMillis(),
                stats,
                numbers,
                cause == null ? "" : "; the server says: " + cause.getMessage()),
        cause == null
            ? "shorten the transactions, or raise the server's budget in the catalog"
            : "let all budgets of the server be less than its max_connections",
        cause);
  }

  /** Returns what a thread was doing that was interrupted. */
  String waiting(TenantId tenant, PoolStats stats) {
    return "waiting for a connection to server %s for tenant %s: %s"
        .formatted(server, tenant, stats);
  }

  /** No connection of the server's budget is left for this process. */
  SQLException tooManyProcesses(PoolStats stats) {
    return Errors.of(
        ErrorCode.BUDGET_TOO_SMALL,
        "as many processes as server %s allows connections hold one each, and none is left for this"
                .formatted(server)
            + " one: "
            + stats,
        "raise the server's budget in the catalog, or run fewer processes",
        null);
  }

  SQLException refused(TenantId tenant, Refusal refusal, PoolStats stats, TenantNumbers numbers) {
    long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(refusal.retryAfterNanos()));
    if (refusal.reason() == Refusal.Reason.CIRCLE) {
      return Errors.of(
          ErrorCode.CONNECTION_TIMEOUT,
          "no nested connection to server %s for tenant %s: all are held by threads that wait for a"
                  .formatted(server, tenant)
              + " second one: %s; of this tenant: %s".formatted(stats, numbers),
          "repeat the transaction; let fewer threads nest transactions than the budget has"
              + " connections",
          null);
    }
    return Errors.of(
        ErrorCode.TENANT_OVER_LIMIT,
        "tenant %s is over %s at server %s: %s; of this tenant: %s"
            .formatted(tenant, refusal.reason().words(), server, stats, numbers),
        "try again after %d ms, or raise the limit of the tenant or of its plan".formatted(millis),
        null);
  }

  /** Returns the same refusal for one who did not even try: same SQLSTATE, same code. */
  SQLException down(
      ConnectionKey key, TenantId tenant, SQLException reason, long againMillis, PoolStats stats) {
    String hint = "it is tried again in %d ms".formatted(againMillis);
    String text =
        "login %s of tenant %s to database %s on server %s was refused several times in a row: %s; %s"
            .formatted(key.login(), tenant, key.database(), server, reason.getMessage(), stats);
    return reason.getCause() instanceof CroftException known
        ? Errors.of(new CroftException(known.code(), text, hint, reason))
        : new SQLException(text + " (" + hint + ")", reason.getSQLState(), reason);
  }

  /** Returns why a connect failed, with the state of the pool: same SQLSTATE, same code. */
  SQLException notConnected(TenantId tenant, SQLException reason, PoolStats stats) {
    String where = "; for tenant %s at server %s: %s".formatted(tenant, server, stats);
    return reason.getCause() instanceof CroftException known
        ? Errors.of(
            new CroftException(known.code(), known.getMessage() + where, known.hint(), reason))
        : new SQLException(reason.getMessage() + where, reason.getSQLState(), reason);
  }
}

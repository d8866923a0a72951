package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Identifiers;
import io.croft.core.Isolation;
import io.croft.gate.HomeGate;
import io.croft.gate.HomeState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.postgresql.replication.LogSequenceNumber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the rows of the old home, as they were where a stream of its changes begins, to the new
 * one. What an earlier attempt has brought is taken up where that still is: the rows, how far they
 * have followed, and the stream.
 */
final class StreamedCopy {

  /** Fewer are found soon enough by any index; to analyze a pool costs its other tenants. */
  private static final int MANY_ROWS = 2_000;

  private static final Logger LOG = LoggerFactory.getLogger(StreamedCopy.class);
  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final Duration LONGEST_ANALYZE = Duration.ofMinutes(10);

  private final MoverAccess access;
  private final Route route;
  private final MoveSettings settings;
  private final Preparation preparation;
  private final Subscription subscription;
  private final MoveLog log;

  /**
   * The new home holds the old one's rows.
   *
   * @param subscription the name of the stream that tells what has changed since
   * @param position from where on
   * @param tables of the old home
   * @param definitions a text that tells whether the tables have changed since
   * @param beforeOpening whether the stream begins before the old home was opened
   */
  record Copied(
      String subscription,
      LogSequenceNumber position,
      List<TableShape> tables,
      String definitions,
      boolean beforeOpening) {}

  StreamedCopy(
      MoverAccess access,
      Route route,
      MoveSettings settings,
      Preparation preparation,
      Subscription subscription,
      MoveLog log) {
    this.access = access;
    this.route = route;
    this.settings = settings;
    this.preparation = preparation;
    this.subscription = subscription;
    this.log = log;
  }

  /** Returns the name of the stream with which an earlier attempt's copy can be gone on with. */
  Optional<String> carried() throws SQLException {
    String name = log.note(MoveLog.SUBSCRIPTION).orElse("");
    boolean whole = !name.isEmpty() && isCopied() && subscription.isWhole(name);
    return whole ? Optional.of(name) : Optional.empty();
  }

  /** Noted in the same transaction as the first of the rows that came through the stream. */
  private boolean isCopied() throws SQLException {
    if (!preparation.hasTarget()) {
      return false;
    }
    try (Connection target = MoverSession.open(access, route.to())) {
      return HomeGate.read(target, route.to())
          .filter(gate -> gate.state() == HomeState.PREPARING)
          .flatMap(HomeGate::applied)
          .isPresent();
    }
  }

  /** Takes up what an earlier attempt has copied. */
  Copied carryOn(long token, String name) throws SQLException {
    preparation.take(token);
    preparation.handOn(token);
    Copied copied = copied(name, false);
    if (!log.note(MoveLog.DEFINITIONS).orElse("").equals(copied.definitions())) {
      throw new CroftException(
          ErrorCode.SCHEMA_DIFFERS,
          "the tables of tenant %s were changed since they were copied".formatted(route.tenant()),
          "the old home is untouched; resume the move, which copies anew");
    }
    return copied;
  }

  /** Makes the new home of the one that the tenant has left, which its last move has subscribed. */
  Copied adopt(long token) throws SQLException {
    String name = subscription.firstName();
    log.begin(MoveStep.ADOPTED);
    if (!subscription.isWhole(name)) {
      throw new CroftException(
          ErrorCode.WAY_BACK_LOST,
          "server %s does not have all changes any more that tenant %s has made since its move"
              .formatted(route.from().server(), route.tenant()),
          "settle the move, which removes the old home; to go back, start a move that copies");
    }
    preparation.take(token);
    preparation.makeTarget(token);
    Failpoint.AFTER.reach(MoveStep.ADOPTED);
    Copied copied = copied(name, true);
    log.note(MoveLog.DEFINITIONS, copied.definitions());
    log.done(MoveStep.ADOPTED, route.to().summary());
    return copied;
  }

  private Copied copied(String name, boolean adopted) throws SQLException {
    try (Connection target = MoverSession.open(access, route.to())) {
      Optional<LogSequenceNumber> applied =
          HomeGate.read(target, route.to())
              .flatMap(HomeGate::applied)
              .map(lsn -> LogSequenceNumber.valueOf(lsn.toString()));
      Copied tables = tables(name, applied.orElse(LogSequenceNumber.INVALID_LSN));
      return adopted && applied.isEmpty()
          ? new Copied(name, tables.position(), tables.tables(), tables.definitions(), true)
          : tables;
    }
  }

  /** Copies every row. */
  Copied anew(long token) throws SQLException {
    log.begin(MoveStep.PREPARED);
    preparation.take(token);
    preparation.makeTarget(token);
    Failpoint.AFTER.reach(MoveStep.PREPARED);
    log.done(MoveStep.PREPARED, route.to().summary());
    log.begin(MoveStep.SUBSCRIBED);
    log.note(MoveLog.SUBSCRIPTION, subscription.name());
    try (ExportedSnapshot snapshot = subscription.begin(settings.patience())) {
      Failpoint.AFTER.reach(MoveStep.SUBSCRIBED);
      log.done(MoveStep.SUBSCRIBED, subscription.name());
      Copied copied = tables(subscription.name(), snapshot.position());
      log.note(MoveLog.DEFINITIONS, copied.definitions());
      copy(snapshot, token, copied.tables());
      return copied;
    }
  }

  /** After the mark was made: whatever changes them from now on is told by the stream. */
  private Copied tables(String name, LogSequenceNumber position) throws SQLException {
    try (Connection source = MoverSession.open(access, route.from())) {
      String definitions = TableShapes.definitions(source, route.from().schema());
      List<TableShape> shapes = TableShapes.read(source, route.from().schema());
      preparation.requireSameSchema();
      return new Copied(name, position, shapes, definitions, false);
    }
  }

  private void copy(ExportedSnapshot snapshot, long token, List<TableShape> tables)
      throws SQLException {
    log.begin(MoveStep.COPIED);
    Map<TableShape, Long> rows;
    try (Throttle throttle = new Throttle(access, route.from());
        SnapshotCopy copy =
            new SnapshotCopy(access, route, token, snapshot.name(), tables, throttle, log)) {
      rows = copy.copy();
    }
    Failpoint.AFTER.reach(MoveStep.COPIED);
    analyze(rows);
    preparation.copied(token, snapshot.position());
    long all = rows.values().stream().mapToLong(Long::longValue).sum();
    log.done(MoveStep.COPIED, all + " rows");
  }

  /**
   * Lets PostgreSQL know what has come. It looks for itself within a minute in a home of its own,
   * and in a large pool not at all; until then it believes that the tenant has no rows there, takes
   * any index that begins with the tenant to be as good as the key, and reads all of them.
   */
  private void analyze(Map<TableShape, Long> rows) throws SQLException {
    boolean own = route.to().isolation() != Isolation.POOL;
    try (Connection target = MoverSession.open(access, route.to())) {
      target.setAutoCommit(false);
      for (Map.Entry<TableShape, Long> table : rows.entrySet()) {
        if (own || table.getValue() >= MANY_ROWS) {
          log.goOn();
          analyze(target, Identifiers.quote(route.to().schema(), table.getKey().name()));
        }
      }
    }
  }

  private void analyze(Connection target, String table) throws SQLException {
    MoverSession.allow(target, LONGEST_ANALYZE);
    try (Statement statement = target.createStatement()) {
      // Autovacuum gives way within a second; somebody's VACUUM may take hours.
      statement.execute("SET LOCAL lock_timeout = '5s'; ANALYZE " + table);
      target.commit();
    } catch (SQLException e) {
      target.rollback();
      if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
        throw e;
      }
      LOG.warn("{} of {} is not analyzed: it is locked", table, route.to().summary());
    }
  }
}

package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.DaemonThreads;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/**
 * Compares both homes while the tenant goes on writing and nobody waits. Each side is read in one
 * snapshot. Rows that were touched from before the first snapshot on until after the second one are
 * left out: they are compared in the next round, and the last of them while the old home is shut.
 * So when it is shut every row has been compared, as it is then.
 */
final class LiveComparison implements AutoCloseable {

  private static final Duration ONCE = Duration.ofSeconds(1);
  private static final int SHOWN = 3;
  private static final Duration LONGEST = Duration.ofHours(1);

  private final Route route;
  private final List<TableShape> tables;
  private final Follower follower;
  private final Fence fence;
  private final MoveLog log;
  private final Connection source;
  private final Connection target;
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(new DaemonThreads("croft move comparison"));

  LiveComparison(
      MoverAccess access,
      Route route,
      List<TableShape> tables,
      Follower follower,
      Fence fence,
      MoveLog log) {
    this.route = route;
    this.tables = tables;
    this.follower = follower;
    this.fence = fence;
    this.log = log;
    List<Connection> sessions = MoverSession.openAll(access, route.from(), route.to());
    this.source = sessions.get(0);
    this.target = sessions.get(1);
  }

  /**
   * Compares all rows but those that were touched since the follower began to collect anew. Returns
   * what both hold.
   *
   * @throws CroftException {@code verification-failed} naming the tables that differ
   */
  HomeHash compareAll() throws SQLException {
    openTogether();
    try {
      KeySet touched = follower.touched();
      Future<HomeHash> old =
          reader.submit(() -> HomeHash.without(source, route.from(), tables, touched));
      HomeHash copied =
          HomeHash.without(target, route.to(), tables, touched, log.meter()::compared);
      HomeHash expected = MoveErrors.join(old);
      requireNone(List.copyOf(expected.differences(copied).keySet()));
      return expected;
    } finally {
      close(source);
      close(target);
    }
  }

  /** Compares the rows with these keys but those that were touched again since. */
  void compare(KeySet keys) throws SQLException {
    openTogether();
    try {
      compareNow(keys.without(follower.touched()));
    } finally {
      close(source);
      close(target);
    }
  }

  /** Compares the rows with these keys as they are; nobody may be writing. */
  void compareNow(KeySet keys) throws SQLException {
    Future<Map<String, Map<String, String>>> old =
        reader.submit(
            (Callable<Map<String, Map<String, String>>>) () -> hashes(source, route.from(), keys));
    Map<String, Map<String, String>> copied = hashes(target, route.to(), keys);
    Map<String, Map<String, String>> expected = MoveErrors.join(old);
    List<String> differing = new ArrayList<>();
    expected.forEach(
        (table, rows) -> {
          if (!rows.equals(copied.get(table))) {
            differing.add(
                table + " at keys " + differing(rows, copied.getOrDefault(table, Map.of())));
          }
        });
    requireNone(differing);
  }

  private static List<String> differing(Map<String, String> rows, Map<String, String> others) {
    List<String> keys = new ArrayList<>(rows.keySet());
    others.keySet().stream().filter(key -> !rows.containsKey(key)).forEach(keys::add);
    return keys.stream()
        .filter(key -> !Objects.equals(rows.get(key), others.get(key)))
        .limit(SHOWN)
        .toList();
  }

  private void requireNone(List<String> differing) {
    if (!differing.isEmpty()) {
      throw new CroftException(
          ErrorCode.VERIFICATION_FAILED,
          "the copy of tenant %s differs in %s".formatted(route.tenant(), differing),
          "the old home is untouched; compare the table in both homes");
    }
  }

  /**
   * Opens a snapshot at the old home, then one at the new home that holds all of it. Whoever has
   * come in the stream must be in the first, or its keys would have been collected too early: a
   * transaction is on its way a moment before it can be seen.
   */
  private void openTogether() throws SQLException {
    begin(source);
    while (!sees(snapshot(source), follower.transactions())) {
      log.goOn();
      close(source);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
      begin(source);
    }
    long asked = System.nanoTime();
    long mark = fence.mark();
    while (!follower.reachesMark(mark, ONCE)) {
      log.meter().lags(Duration.ofNanos(System.nanoTime() - asked));
      log.goOn();
    }
    log.meter().lags(Duration.ofNanos(System.nanoTime() - asked));
    begin(target);
    snapshot(target);
  }

  /** Begins a transaction that reads in one snapshot, however long. */
  static void begin(Connection session) throws SQLException {
    session.setAutoCommit(false);
    try (Statement statement = session.createStatement()) {
      statement.execute(
          """
          SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY;
          SET LOCAL idle_in_transaction_session_timeout = '10min';
          SET LOCAL statement_timeout = '1h'
          """);
    }
    MoverSession.await(session, LONGEST);
  }

  /** Ends it; the session is in autocommit again. */
  static void close(Connection session) throws SQLException {
    session.rollback();
    session.setAutoCommit(true);
  }

  /** Takes the snapshot, unless that has been done, and returns it as text. */
  static String snapshot(Connection session) throws SQLException {
    try (Statement query = session.createStatement();
        ResultSet row = query.executeQuery("SELECT pg_current_snapshot()::text")) {
      row.next();
      return row.getString(1);
    }
  }

  /**
   * Returns whether a snapshot (xmin:xmax:xip,xip) shows all these transactions, of which only the
   * lower half of their numbers is known.
   */
  static boolean sees(String snapshot, List<Integer> transactions) {
    String[] parts = snapshot.split(":", -1);
    long end = Long.parseLong(parts[1]);
    List<Integer> running = new ArrayList<>();
    for (String one : parts[2].split(",", -1)) {
      if (!one.isEmpty()) {
        running.add((int) Long.parseLong(one));
      }
    }
    // Compared on the circle, as PostgreSQL does.
    return transactions.stream().allMatch(t -> t - (int) end < 0 && !running.contains(t));
  }

  private Map<String, Map<String, String>> hashes(Connection session, Placement home, KeySet keys)
      throws SQLException {
    Map<String, Map<String, String>> found = new HashMap<>();
    tables.forEach(table -> found.put(table.name(), new HashMap<>()));
    List<TableShape> touched =
        tables.stream().filter(table -> !keys.of(table.name()).isEmpty()).toList();
    if (touched.isEmpty()) {
      return found;
    }
    // In one round trip: the tenant may be waiting.
    String all =
        touched.stream()
            .map(table -> table.hashOf(home.schema(), home.tenant()))
            .collect(Collectors.joining("\nUNION ALL\n"));
    try (PreparedStatement query = session.prepareStatement(all)) {
      int parameter = 0;
      for (TableShape table : touched) {
        List<List<String>> wanted = keys.of(table.name());
        for (int i = 0; i < table.key().size(); i++) {
          query.setObject(++parameter, KeySet.array(wanted, i), Types.OTHER);
        }
      }
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          found
              .computeIfAbsent(row.getString(1), table -> new HashMap<>())
              .put(row.getString(2), row.getString(3) + ":" + row.getString(4));
        }
      }
    }
    return found;
  }

  /** Returns the session on the new home, in autocommit. */
  Connection target() {
    return target;
  }

  @Override
  public void close() {
    reader.shutdownNow();
    MoverSession.closeAll(List.of(source, target));
  }
}

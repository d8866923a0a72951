package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.DaemonThreads;
import io.croft.core.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Compares every row once more after the switch: the old home, in which nobody writes any more,
 * with the new one as it was when it opened. That moment is kept in a snapshot.
 */
final class FrozenComparison implements AutoCloseable {

  private final MoverAccess access;
  private final Route route;
  private final List<TableShape> tables;
  private final Connection target;
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(new DaemonThreads("croft move verification"));

  FrozenComparison(MoverAccess access, Route route, List<TableShape> tables) {
    this.access = access;
    this.route = route;
    this.tables = tables;
    this.target = MoverSession.open(access, route.to());
  }

  /** Keeps the new home as it is, in place of an earlier moment; the result tells when. */
  Future<String> keep() {
    return reader.submit(
        () -> {
          if (!target.getAutoCommit()) {
            LiveComparison.close(target);
          }
          LiveComparison.begin(target);
          return LiveComparison.snapshot(target);
        });
  }

  /**
   * Compares all rows; blocks until that is done. Returns what both hold.
   *
   * @throws CroftException {@code verification-failed} naming the tables that differ
   */
  HomeHash compare() throws SQLException {
    try (Connection source = MoverSession.open(access, route.from())) {
      LiveComparison.begin(source);
      Future<HomeHash> old =
          reader.submit(() -> HomeHash.without(source, route.from(), tables, new KeySet()));
      HomeHash present = HomeHash.without(target, route.to(), tables, new KeySet());
      HomeHash expected = MoveErrors.join(old);
      Set<String> differing = expected.differences(present).keySet();
      if (!differing.isEmpty()) {
        throw new CroftException(
            ErrorCode.VERIFICATION_FAILED,
            "when the new home of tenant %s opened, it differed from the old one in %s"
                .formatted(route.tenant(), differing),
            "the tenant lives in its new home, and the old one is kept as it was; compare the tables,"
                + " then croft move resume --accept-differences");
      }
      return expected;
    }
  }

  /** Also after the new home's server was gone: what is done does not fail for that. */
  @Override
  public void close() {
    reader.shutdownNow();
    MoverSession.closeAll(List.of(target));
  }
}

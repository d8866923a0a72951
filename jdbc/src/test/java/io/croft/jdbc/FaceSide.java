package io.croft.jdbc;

import static org.awaitility.Awaitility.await;

import io.croft.core.Identifiers;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Pattern;

/** One of the two sides that are compared: a home, how to reach it, and what happens behind. */
final class FaceSide implements AutoCloseable {

  interface Door {
    Connection open(Map<String, String> driver) throws SQLException;
  }

  private final Placement home;
  private final Door door;
  private final Connection admin;
  private final Pattern names;

  FaceSide(Placement home, Door door) throws SQLException {
    this.home = home;
    this.door = door;
    this.admin = Cluster.admin(home);
    this.names =
        Pattern.compile(
            "\\b(%s|%s|%s|%s)\\b"
                .formatted(home.tenant(), home.login(), home.database(), home.schema()));
    behind("SET search_path = " + Identifiers.quote(home.schema()));
  }

  Connection open(Map<String, String> driver) throws SQLException {
    return door.open(driver);
  }

  /** Gives the home its first rows again. */
  void reset() throws SQLException {
    behind(FaceSchema.SEED.formatted(home.tenant()));
  }

  /** Runs {@code sql} as an administrator, with the home's schema as the path. */
  void behind(String sql) throws SQLException {
    Cluster.execute(admin, sql);
  }

  /** Does {@code act} on another thread as soon as this home's session sleeps in a query. */
  CompletableFuture<Void> whenAsleep(Tape.Act act) {
    return CompletableFuture.runAsync(
        () -> {
          await()
              .atMost(Duration.ofSeconds(20))
              .pollInterval(Duration.ofMillis(10))
              .until(this::asleep);
          try {
            act.run();
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        });
  }

  private boolean asleep() throws SQLException {
    try (Statement statement = admin.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT EXISTS (
                  SELECT FROM pg_stat_activity
                  WHERE wait_event = 'PgSleep' AND usename = '%s' AND datname = '%s')
                """
                    .formatted(home.login(), home.database()))) {
      return row.next() && row.getBoolean(1);
    }
  }

  String schema() {
    return home.schema();
  }

  String database() {
    return home.database();
  }

  /** Returns {@code text} without what names the home or numbers its types. */
  String hide(String text) {
    return names.matcher(text).replaceAll("<home>").replaceAll("<unknown:\\d+>", "<unknown>");
  }

  @Override
  public void close() throws SQLException {
    admin.close();
  }
}

package io.croft.attack;

import static io.croft.core.Isolation.POOL;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** Attacks on the application's data source: the way from a bound tenant to a connection. */
final class RouterAttacks {

  private static final Control ONE_CONNECTION =
      Control.client(
          "one-connection",
          "handles and sessions that end with their tenant's use",
          Weakness.ONE_CONNECTION);

  private static final Control WRONG_TENANT =
      Control.client(
          "wrong-tenant", "a resolver that names the bound tenant", Weakness.WRONG_TENANT);

  private static final String FOREIGN = "SELECT count(*) FROM croft_canary WHERE tenant_id <> ?";

  private RouterAttacks() {}

  static List<Attack> all() {
    return List.of(
        Attack.named("job-without-tenant", "a job that skips the middleware asks for a connection")
            .from(
                "apartment-sidekiq #27; activerecord-multi-tenant #255; spring-data-examples #686")
            .without(
                Control.client(
                    "default-tenant", "no default for a missing tenant", Weakness.DEFAULT_TENANT))
            .does(RouterAttacks::runJob),
        Attack.named("fetch-by-id", "another's row is asked for by its id, on every path")
            .from("Asana MCP, June 2025")
            .without(POOL, RowAttacks.NO_POLICY)
            .without(WRONG_TENANT)
            .does(RouterAttacks::fetch),
        Attack.named("settings-left-behind", "settings of a session meet the next tenant")
            .from("matrix 11; klai #133; rustango #1224")
            .only(Safety.OWN_SERVER)
            .without(ONE_CONNECTION)
            .does(RouterAttacks::leaveSettings),
        Attack.named("late-cancel", "a query is cancelled after its connection has gone on")
            .from("OpenAI, 20 Mar 2023")
            .without(ONE_CONNECTION)
            .does(RouterAttacks::cancelLate),
        Attack.named("handle-after-close", "a handle is used after it was given back")
            .from("GitHub, Mar 2021")
            .only(Safety.OWN_SERVER)
            .without(ONE_CONNECTION)
            .does(RouterAttacks::useAfterClose),
        Attack.named("driver-object-escape", "the driver's own connection is taken out and kept")
            .from("unwrap as a way past the data source")
            .without(ONE_CONNECTION)
            .does(RouterAttacks::unwrap),
        Attack.named("thread-storm", "many threads work for both tenants at once")
            .from("GitHub, Mar 2021; apartment #186, #669; spring-data-examples #686")
            .without(
                Control.client(
                    "shared-field", "a tenant that is bound to one thread", Weakness.SHARED_FIELD))
            .does(ThreadStorm::play));
  }

  private static void runJob(Trial trial) throws SQLException {
    DataSource source = trial.router();
    trial.mustRefuse("on this thread", () -> countAll(source), "TN006");
    trial.as(
        trial.own(),
        () ->
            trial.mustRefuse(
                "on a thread that a tenant's thread has started",
                () -> elsewhere(() -> countAll(source)),
                "TN006"));
  }

  private static void countAll(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      Sql.number(connection, "SELECT count(*) FROM croft_canary");
    }
  }

  private static void elsewhere(Trial.Action action) throws SQLException {
    try {
      CompletableFuture.runAsync(
              () -> {
                try {
                  action.run();
                } catch (SQLException e) {
                  throw new CompletionException(e);
                }
              })
          .join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static void fetch(Trial trial) throws SQLException {
    DataSource source = trial.router();
    List<String> paths =
        List.of(
            "SELECT count(*) FROM croft_canary WHERE id = {id}",
            "SELECT count(*) FROM croft_canary WHERE tenant_id = '{tenant}' AND id = {id}",
            "SELECT count(*) FROM croft_canary WHERE id IN (SELECT {id})",
            "WITH u AS (UPDATE croft_canary SET mark = mark WHERE id = {id} RETURNING 1)"
                + " SELECT count(*) FROM u",
            "WITH d AS (DELETE FROM croft_canary WHERE id = {id} RETURNING 1)"
                + " SELECT count(*) FROM d",
            "SELECT count(*) FROM croft_canary c LEFT JOIN croft_canary p ON p.id = {id}"
                + " WHERE p.mark IS NOT NULL");
    for (String path : paths) {
      for (boolean autocommit : new boolean[] {true, false}) {
        trial.as(
            trial.own(),
            () -> {
              try (Connection connection = source.getConnection()) {
                connection.setAutoCommit(autocommit);
                trial.mustReachNothing(path, () -> Sql.number(connection, trial.fill(path)));
                if (!autocommit) {
                  connection.rollback();
                }
              }
            });
      }
    }
  }

  private static void leaveSettings(Trial trial) throws SQLException {
    DataSource source = trial.router();
    trial.as(
        trial.own(),
        () -> {
          try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            Sql.run(connection, "SET work_mem = '77kB'");
            Sql.run(connection, "SET TimeZone = 'Antarctica/Troll'");
            Sql.run(connection, "SET croft_attack.loot = 'left'");
            Sql.run(connection, "LISTEN croft_attack");
            connection.commit();
          }
        });
    String left =
        """
        SELECT (current_setting('work_mem') = '77kB')::int
          + (current_setting('TimeZone') = 'Antarctica/Troll')::int
          + (coalesce(current_setting('croft_attack.loot', true), '') = 'left')::int
          + (SELECT count(*) FROM pg_listening_channels())
        """;
    trial.as(
        trial.victim(),
        () -> {
          try (Connection connection = source.getConnection()) {
            trial.mustReachNothing(
                "settings of the tenant before", () -> Sql.number(connection, left));
          }
        });
  }

  /** First in the middle of the attacker's own query, then when the victim has the connection. */
  private static void cancelLate(Trial trial) throws SQLException {
    DataSource source = trial.router();
    Connection[] kept = new Connection[1];
    Statement[] query = new Statement[1];
    trial.as(
        trial.own(),
        () -> {
          kept[0] = source.getConnection();
          kept[0].setAutoCommit(false);
          query[0] = kept[0].createStatement();
          CompletableFuture<Void> over = new CompletableFuture<>();
          CompletableFuture<Void> cancelling =
              CompletableFuture.runAsync(() -> cancel(query[0], over));
          trial.mustRefuse(
              "one's own query", () -> query[0].execute("SELECT pg_sleep(5)"), "57014");
          over.complete(null);
          cancelling.join();
          kept[0].rollback();
          kept[0].close();
        });
    trial.as(
        trial.victim(),
        () -> {
          try (Connection connection = source.getConnection()) {
            CompletableFuture<Void> cancelling =
                later(
                    () -> {
                      query[0].cancel();
                      kept[0].abort(Runnable::run);
                    });
            trial.mustReachNothing("the victim's query", () -> disturbed(connection, trial));
            cancelling.join();
          }
        });
  }

  private static long disturbed(Connection connection, Trial trial) {
    try {
      Sql.run(connection, "SELECT pg_sleep(0.3)");
      return foreign(connection, trial.victim());
    } catch (SQLException broken) {
      return 1;
    }
  }

  /** Cancels again and again: what has not begun yet cannot be cancelled. */
  private static void cancel(Statement query, CompletableFuture<Void> over) {
    while (!over.isDone()) {
      try {
        over.get(100, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        try {
          query.cancel();
        } catch (SQLException closed) {
          return;
        }
      } catch (InterruptedException | ExecutionException e) {
        throw new IllegalStateException(e);
      }
    }
  }

  private static CompletableFuture<Void> later(Trial.Action action) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            action.run();
          } catch (SQLException closed) {
            // That is what a handle is to say which was given back.
            return;
          }
        },
        CompletableFuture.delayedExecutor(100, TimeUnit.MILLISECONDS));
  }

  private static long foreign(Connection connection, Party party) throws SQLException {
    return Sql.number(connection, FOREIGN, party.home().tenant().value());
  }

  private static void useAfterClose(Trial trial) throws SQLException {
    DataSource source = trial.router();
    Connection[] kept = new Connection[1];
    PreparedStatement[] query = new PreparedStatement[1];
    trial.as(
        trial.own(),
        () -> {
          kept[0] = source.getConnection();
          kept[0].setAutoCommit(false);
          query[0] = kept[0].prepareStatement("SELECT mark FROM croft_canary");
          query[0].executeQuery().close();
          kept[0].commit();
          kept[0].close();
        });
    trial.as(
        trial.victim(),
        () -> {
          try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            foreign(connection, trial.victim());
            trial.mustRefuse("a statement given back", () -> read(query[0]), "08003", "HY010");
            trial.mustRefuse(
                "a connection given back",
                () -> Sql.run(kept[0], "SELECT mark FROM croft_canary"),
                "08003");
            connection.rollback();
          }
        });
  }

  private static void read(PreparedStatement query) throws SQLException {
    try (ResultSet rows = query.executeQuery()) {
      rows.next();
    }
  }

  private static void unwrap(Trial trial) throws SQLException {
    DataSource source = trial.router();
    trial.as(
        trial.own(),
        () -> {
          try (Connection connection = source.getConnection();
              Statement statement = connection.createStatement()) {
            trial.mustRefuse("PGConnection", () -> connection.unwrap(PGConnection.class), "0A000");
            trial.mustRefuse(
                "the driver's class",
                () -> connection.unwrap(org.postgresql.jdbc.PgConnection.class),
                "0A000");
            trial.mustRefuse(
                "the connection of a statement",
                () -> statement.getConnection().unwrap(PGConnection.class),
                "0A000");
            trial.mustRefuse(
                "the connection of the metadata",
                () -> connection.getMetaData().getConnection().unwrap(PGConnection.class),
                "0A000");
          }
        });
  }
}

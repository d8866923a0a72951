package io.croft.move;

import io.croft.catalog.Catalog;
import io.croft.core.TenantScope;
import io.croft.jdbc.CroftDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What an application does while its tenant's mover is at work, or is gone. */
final class RouterScenarios {

  private static final String READ = "SELECT count(*) FROM entry";

  private static final Duration LEASE = Duration.ofMillis(1500);

  /** Of the application: longer than the lease. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private RouterScenarios() {}

  static List<String> deathAfterTheSwitch() throws Exception {
    return servedThoughTheMoverDies("switched.after");
  }

  static List<String> deathUnderTheFence() throws Exception {
    return servedThoughTheMoverDies("fenced.after");
  }

  /** The mover is in the midst of it and does nothing more while the application is asked for. */
  private static List<String> servedThoughTheMoverDies(String failpoint) throws Exception {
    try (GuardTrial trial = new GuardTrial();
        Catalog reader = trial.moves.fleet.openReader();
        CroftDataSource application =
            CroftDataSource.builder(reader, trial.moves.fleet.secret().application())
                .fenceTimeout(PATIENCE)
                .build()) {
      trial.start(trial.order());
      GuardTrial.at(
          failpoint,
          () -> {
            try {
              TenantScope.run(trial.tenant, () -> read(application));
            } catch (SQLException e) {
              trial.find("nobody is served: " + e.getMessage());
            }
          });
      MoveSettings settings = MoveFixture.PATIENT.withLease(LEASE);
      return trial.requireArrived(trial.run(trial.moves.mover(settings))).findings();
    }
  }

  /** In a transaction: a read in autocommit passes the fence of a schema. */
  private static void read(CroftDataSource application) throws SQLException {
    try (Connection connection = application.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(READ);
      connection.commit();
    }
  }

  /** A transaction reads, meets the fence, and writes then. */
  static List<String> transactionThatReadsFirst() throws Exception {
    try (GuardTrial trial = new GuardTrial();
        Catalog reader = trial.moves.fleet.openReader();
        CroftDataSource application =
            CroftDataSource.builder(reader, trial.moves.fleet.secret().application())
                .fenceTimeout(PATIENCE)
                .build()) {
      trial.start(trial.order());
      CountDownLatch hasRead = new CountDownLatch(1);
      CountDownLatch shut = new CountDownLatch(1);
      CompletableFuture<?>[] client = new CompletableFuture<?>[1];
      GuardTrial.at(
          "fenced.before",
          () -> {
            client[0] =
                CompletableFuture.runAsync(
                    () -> readThenWrite(trial, application, hasRead, shut),
                    work -> new Thread(work).start());
            hasRead.await(30, TimeUnit.SECONDS);
            GuardTrial.at(
                "fenced.after",
                () -> {
                  shut.countDown();
                  client[0].get(30, TimeUnit.SECONDS);
                });
          });
      trial.requireArrived(trial.run());
      client[0].get(30, TimeUnit.SECONDS);
      return trial.findings();
    }
  }

  private static void readThenWrite(
      GuardTrial trial, CroftDataSource application, CountDownLatch hasRead, CountDownLatch shut) {
    try {
      TenantScope.run(
          trial.tenant,
          () -> {
            try (Connection connection = application.getConnection();
                Statement statement = connection.createStatement()) {
              connection.setAutoCommit(false);
              statement.execute(READ);
              hasRead.countDown();
              // The fence waits for this transaction; it comes only where that was not told of it.
              awaitShut(shut);
              statement.execute("UPDATE entry SET amount = 7");
              connection.commit();
            }
          });
      trial.wrote();
    } catch (SQLException e) {
      trial.find("an error inside a transaction: " + e.getMessage());
    } finally {
      hasRead.countDown();
    }
  }

  private static void awaitShut(CountDownLatch shut) throws SQLException {
    try {
      boolean unused = shut.await(1, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      throw new SQLException(e);
    }
  }
}

package io.croft.attack;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;

/** Many threads that change their tenant with every transaction, over one data source. */
final class ThreadStorm {

  private static final int THREADS = 8;
  private static final int TRANSACTIONS = 12;

  private static final String FOREIGN = "SELECT count(*) FROM croft_canary WHERE tenant_id <> ?";

  private ThreadStorm() {}

  static void play(Trial trial) throws SQLException {
    DataSource source = trial.router();
    AtomicLong foreign = new AtomicLong();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int first = i;
        all.add(CompletableFuture.runAsync(() -> work(trial, source, first, foreign), threads));
      }
      trial.mustReachNothing(
          "rows of the other tenant",
          () -> {
            try {
              all.forEach(CompletableFuture::join);
            } catch (CompletionException e) {
              if (e.getCause() instanceof SQLException cause) {
                throw cause;
              }
              throw e;
            }
            return foreign.get();
          });
    } finally {
      threads.shutdownNow();
    }
  }

  private static void work(Trial trial, DataSource source, int first, AtomicLong foreign) {
    try {
      for (int i = 0; i < TRANSACTIONS; i++) {
        Party party = (first + i) % 2 == 0 ? trial.own() : trial.victim();
        trial.as(
            party,
            () -> {
              try (Connection connection = source.getConnection()) {
                foreign.addAndGet(Sql.number(connection, FOREIGN, party.home().tenant().value()));
              }
            });
      }
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }
}

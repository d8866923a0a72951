package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Writers of a pool while publications of other tenants of it come and go. PostgreSQL reads the
 * list of a table's publications first and each of them then, whoever writes, and fails at one that
 * is gone meanwhile ("cache lookup failed for publication").
 */
class PublicationsComeAndGoIT {

  private static final int WRITERS = 4;
  private static final int MOVES = 3;
  private static final long LONG_ENOUGH_NANOS = TimeUnit.SECONDS.toNanos(4);

  private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS + MOVES);
  private GateDatabase database;
  private long end;

  @BeforeEach
  void createDatabase() throws SQLException {
    database = GateDatabase.create();
    end = System.nanoTime() + LONG_ENOUGH_NANOS;
  }

  @AfterEach
  void drop() throws SQLException {
    threads.shutdownNow();
    database.drop();
  }

  @Test
  void noWriterNotices() throws Exception {
    List<Future<Integer>> writing = new ArrayList<>();
    for (int writer = 0; writer < WRITERS; writer++) {
      writing.add(threads.submit(repeat("UPDATE app.customer SET name = name WHERE false")));
    }
    List<Future<Integer>> moving = new ArrayList<>();
    for (int move = 0; move < MOVES; move++) {
      Placement home = database.newHome(Isolation.POOL);
      String name = "croft_move_" + move;
      moving.add(threads.submit(() -> publish(home, name)));
    }
    for (Future<Integer> all : moving) {
      assertThat(all.get()).isGreaterThan(10);
    }
    for (Future<Integer> all : writing) {
      assertThat(all.get()).isGreaterThan(100);
    }
  }

  private Callable<Integer> repeat(String sql) {
    return () -> {
      try (Connection writer = database.admin()) {
        int times = 0;
        for (; System.nanoTime() - end < 0; times++) {
          Sql.run(writer, sql);
        }
        return times;
      }
    };
  }

  private int publish(Placement home, String name) throws SQLException {
    try (Connection admin = database.admin()) {
      int times = 0;
      for (; System.nanoTime() - end < 0; times++) {
        Publication.create(admin, home, name);
        Publication.drop(admin, name);
      }
      return times;
    }
  }
}

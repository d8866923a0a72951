package io.croft.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Many processes that come, go, die, want more and less, at the same time. */
class BudgetRaceIT {

  private static final int PROCESSES = 8;
  private static final int STEPS = 150;
  private static final int LARGE = 20;
  private static final int SMALL = 9;

  private static final String COUNTED =
      """
      SELECT coalesce(sum(permits), 0) FROM catalog.budget_share
      WHERE server = 'eu-1' AND expires > clock_timestamp()
      """;

  private final CatalogAddress owner = Catalogs.freshCatalog();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger mostOpen = new AtomicInteger();

  @Test
  void neverGivesMoreThanTheBudget() throws Exception {
    long seed = System.nanoTime();
    AtomicBoolean ended = new AtomicBoolean();
    try (ControlCatalog control = ControlCatalog.open(owner, Catalogs.SECRET)) {
      control.addServer(Catalogs.server("eu-1", "eu").withCapacity(10, LARGE), "ada");
      AtomicInteger left = new AtomicInteger(PROCESSES);
      List<Callable<Integer>> threads = new ArrayList<>();
      for (int i = 0; i < PROCESSES; i++) {
        Random random = new Random(seed + i);
        threads.add(() -> run(new Process(control, random), left, ended));
      }
      threads.add(() -> watch(ended));
      for (Race.Result<Integer> result : Race.run(threads)) {
        assertThat(result.error()).as("seed " + seed).isNull();
        assertThat(result.value()).as("seed " + seed).isLessThanOrEqualTo(LARGE);
      }
    }
    assertThat(mostOpen.get()).as("connections open at once, seed " + seed).isBetween(1, LARGE);
  }

  private int run(Process process, AtomicInteger left, AtomicBoolean ended) {
    try {
      for (int i = 0; i < STEPS; i++) {
        process.step();
      }
      process.die();
      return 0;
    } finally {
      if (left.decrementAndGet() == 0) {
        ended.set(true);
      }
    }
  }

  /** Returns the most that the catalog has counted at one moment, while a budget changes, too. */
  private int watch(AtomicBoolean ended) throws SQLException {
    int most = 0;
    try (Connection connection = Catalogs.connect(owner)) {
      while (!ended.get()) {
        most = Math.max(most, Sql.first(connection, COUNTED, row -> row.getInt(1)).orElseThrow());
      }
    }
    return most;
  }

  /**
   * Opens connections up to what it was granted; what it opens, it opens before it claims again.
   */
  private final class Process {
    private final Catalog catalog;
    private final Random random;
    private UUID holder = UUID.randomUUID();
    private int turn;
    private int permits;
    private int mine;

    Process(Catalog catalog, Random random) {
      this.catalog = catalog;
      this.random = random;
    }

    void step() {
      switch (random.nextInt(12)) {
        case 0 -> die();
        case 1 -> leave();
        default -> claim();
      }
      count(random.nextInt(permits + 1));
    }

    private void claim() {
      int needed = random.nextInt(LARGE);
      int used = Math.max(mine, permits);
      BudgetShare share =
          catalog.holdBudget(
              new BudgetClaim(
                  "eu-1", holder, "", ++turn, used, needed, needed + 3, Duration.ofMinutes(1)));
      permits = share.permits();
      count(Math.min(mine, permits));
    }

    private void leave() {
      count(0);
      permits = 0;
      assertThat(catalog.releaseBudget("eu-1", holder)).isEqualTo(turn > 0);
      turn = 0;
    }

    /** Its connections end with it, its time in the catalog some moments later. */
    void die() {
      count(0);
      permits = 0;
      Catalogs.sql(
          owner,
          "UPDATE catalog.budget_share SET expires = clock_timestamp() WHERE holder = '%s'"
              .formatted(holder));
      holder = UUID.randomUUID();
      turn = 0;
    }

    private void count(int connections) {
      int now = open.addAndGet(connections - mine);
      mine = connections;
      mostOpen.accumulateAndGet(now, Math::max);
    }
  }

  @Test
  void aSmallerBudgetHoldsAfterTwoClaimsOfEach() throws Exception {
    try (ControlCatalog control = ControlCatalog.open(owner, Catalogs.SECRET)) {
      control.addServer(Catalogs.server("eu-1", "eu").withCapacity(10, LARGE), "ada");
      long seed = System.nanoTime();
      List<Process> processes = new ArrayList<>();
      for (int i = 0; i < PROCESSES; i++) {
        processes.add(new Process(control, new Random(seed + i)));
      }
      for (int budget : new int[] {LARGE, SMALL, LARGE, PROCESSES / 2}) {
        control.changeServer(Catalogs.server("eu-1", "eu").withCapacity(10, budget), "ada");
        for (int round = 0; round < 2; round++) {
          Race.run(processes.stream().map(one -> (Callable<Void>) () -> claimed(one)).toList())
              .forEach(one -> assertThat(one.error()).as("seed " + seed).isNull());
        }
        assertThat(open.get()).as("seed " + seed).isLessThanOrEqualTo(budget);
        try (Connection connection = Catalogs.connect(owner)) {
          assertThat(Sql.first(connection, COUNTED, row -> row.getInt(1)).orElseThrow())
              .as("counted, seed " + seed)
              .isLessThanOrEqualTo(budget);
        }
      }
    }
  }

  private static Void claimed(Process process) {
    process.claim();
    process.count(process.permits);
    return null;
  }
}

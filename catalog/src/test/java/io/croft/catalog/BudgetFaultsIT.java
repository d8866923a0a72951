package io.croft.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.CroftException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What happens to shares when processes, or the catalog, are away. */
class BudgetFaultsIT {

  private static CatalogAddress owner;
  private static ControlCatalog control;
  private static CatalogAddress readerAddress;
  private static Catalog reader;

  @AfterAll
  static void close() {
    reader.close();
    control.close();
  }

  @BeforeAll
  static void open() {
    owner = Catalogs.freshCatalog();
    control = ControlCatalog.open(owner, Catalogs.SECRET);
    control.addServer(Catalogs.server("eu-1", "eu").withCapacity(10, 16), "ada");
    readerAddress = control.addReader("faults_reader", "pw", "ada");
    reader = PostgresCatalog.open(readerAddress);
  }

  @AfterEach
  void forget() {
    Catalogs.sql(owner, "DELETE FROM catalog.budget_share");
  }

  private static final class Holder {
    private final UUID id = UUID.randomUUID();
    private int turn;
    private int permits;

    BudgetShare needs(int needed) {
      BudgetShare share =
          reader.holdBudget(
              new BudgetClaim(
                  "eu-1", id, "", ++turn, permits, needed, needed, Duration.ofSeconds(10)));
      permits = share.permits();
      return share;
    }
  }

  private static void outage() {
    Catalogs.sql(owner, "UPDATE catalog.budget_share SET expires = clock_timestamp()");
  }

  private static void both(Holder first, Holder second) {
    for (int i = 0; i < 3; i++) {
      first.needs(8);
      second.needs(8);
    }
    assertThat(first.permits + second.permits).isEqualTo(16);
  }

  /** The catalog was away for more than ten seconds; a process that is new is the first to ask. */
  @Test
  void whoComesNewAfterAnOutageLeavesTheOthersTheirs() {
    Holder first = new Holder();
    Holder second = new Holder();
    both(first, second);
    outage();
    Holder newcomer = new Holder();
    int inUse = first.permits + second.permits;
    assertThat(inUse + newcomer.needs(16).permits()).as("open at once").isLessThanOrEqualTo(16);
  }

  @Test
  void aProcessThatStopsInTheMiddleOfAClaimHoldsNobodyUpForLong() throws Exception {
    try (Connection stopped = Catalogs.connect(readerAddress);
        Statement statement = stopped.createStatement()) {
      stopped.setAutoCommit(false);
      statement.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE");
      statement.execute(
          "SELECT catalog.hold_budget('eu-1', gen_random_uuid(), '', 1, 0, 1, 1, '10 seconds')");
      List<String> answers = new ArrayList<>();
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(14);
      while (System.nanoTime() < end) {
        try {
          new Holder().needs(1);
          answers.add("held");
          break;
        } catch (CroftException e) {
          answers.add(e.code().code() + " " + e.getMessage());
        }
      }
      assertThat(answers).contains("held");
    }
  }

  @Test
  void aReaderCannotFillTheCatalog() throws Exception {
    try (Connection one = Catalogs.connect(readerAddress);
        Statement statement = one.createStatement()) {
      one.setAutoCommit(false);
      statement.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED, READ WRITE");
      Holder real = new Holder();
      real.needs(16);
      statement.execute(
          "SELECT catalog.hold_budget('eu-1', gen_random_uuid(), repeat('x', 200), 1, 0, 16, 16,"
              + " '1 hour') FROM generate_series(1, 3000)");
      one.commit();
    }
    try (Connection admin = Catalogs.connect(owner)) {
      assertThat(
              Sql.first(
                      admin,
                      "SELECT count(*)::integer FROM catalog.budget_share",
                      row -> row.getInt(1))
                  .orElseThrow())
          .isLessThan(1000);
    }
  }
}

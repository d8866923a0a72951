package io.croft.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The application's schema, its loading and every check, on a database without a gate. */
class UsualWayIT {

  private static final People.Source PEOPLE = People.source(42);
  private static final Fleet FLEET = Fleet.of(42, 24, PEOPLE);
  private static final Business BUSY = FLEET.busy();
  private static final Business SMALL = FLEET.promoted().get(0);
  private static final Business STILL = FLEET.promoted().get(1);
  private static final Business OTHER = FLEET.promoted().get(2);
  private static final Business HOTEL = FLEET.quiet(Isolation.SCHEMA).get(0);

  private static UsualWay platform;

  @BeforeAll
  static void open() throws SQLException {
    platform = new UsualWay();
    Loader loader = new Loader(platform);
    for (Business business : List.of(BUSY, SMALL, STILL, OTHER, HOTEL)) {
      platform.place(business.tenant(), business.isolation());
      loader.load(business, Bookkeeper.books(business, PEOPLE));
    }
  }

  @AfterAll
  static void close() {
    platform.close();
  }

  private static Connection admin(Business business) throws SQLException {
    return platform.admin(platform.placement(business.tenant()));
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void loadsEveryGeneratedRow() throws SQLException {
    try (Connection admin = admin(BUSY)) {
      for (Business business : List.of(STILL, OTHER)) {
        long rows = 0;
        for (String table : Party.TABLES) {
          rows +=
              number(
                  admin,
                  "SELECT count(*) FROM app.%s WHERE tenant_id = '%s'"
                      .formatted(table, business.tenant()));
        }
        assertThat(rows).isEqualTo(Bookkeeper.books(business, PEOPLE).rows());
      }
    }
  }

  @Test
  void loadsABusinessOnceOnly() throws SQLException {
    new Loader(platform).load(STILL, Bookkeeper.books(STILL, PEOPLE));
    loadsEveryGeneratedRow();
  }

  @Test
  void leadsEveryKeyAndIndexWithTheTenant() throws SQLException {
    try (Connection admin = admin(BUSY)) {
      assertThat(number(admin, "SELECT count(*) FROM pg_indexes WHERE schemaname = 'app'"))
          .isGreaterThan(20);
      assertThat(
              number(
                  admin,
                  """
                  SELECT count(*) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
                   WHERE c.relnamespace = 'app'::regnamespace
                     AND c.relname <> 'flyway_schema_history'
                     AND (SELECT a.attname FROM pg_attribute a
                           WHERE a.attrelid = c.oid AND a.attnum = i.indkey[0]) <> 'tenant_id'
                  """))
          .isZero();
      assertThat(
              number(
                  admin,
                  """
                  SELECT count(*) FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
                   WHERE c.relnamespace = 'app'::regnamespace AND c.relkind = 'r'
                     AND a.attname = 'tenant_id'
                  """))
          .isEqualTo(Party.TABLES.size());
    }
  }

  @Test
  void billsExactlyAndSeesABillThatIsACentOff() throws SQLException {
    Books.Turnover expected =
        Bookkeeper.books(SMALL, PEOPLE).turnover(Season.BILLED_FROM, Season.TODAY);
    new InvoiceJob(platform).run(SMALL.tenant(), Season.BILLED_FROM);
    new InvoiceJob(platform).run(SMALL.tenant(), Season.BILLED_FROM);
    try (Connection admin = admin(SMALL);
        Statement statement = admin.createStatement()) {
      var home = platform.placement(SMALL.tenant());
      assertThat(InvoiceCheck.wrong(admin, home, Season.BILLED_FROM, expected)).isEmpty();
      statement.execute(
          "UPDATE app.invoice SET total = total + 0.01 WHERE tenant_id = '%s' AND number = '%s'"
              .formatted(SMALL.tenant(), InvoiceJob.number(Season.BILLED_FROM)));
      assertThat(InvoiceCheck.wrong(admin, home, Season.BILLED_FROM, expected)).isPresent();
      Books.Turnover other = new Books.Turnover(expected.count() + 1, expected.cents());
      assertThat(InvoiceCheck.wrong(admin, home, Season.BILLED_FROM, other)).isPresent();
    }
  }

  @Test
  @Timeout(60)
  void servesClientsAndFindsTheirLedgerInTheRows() throws Exception {
    Party party = Party.of(platform, platform.placement(BUSY.tenant()));
    LedgerCheck check;
    Ledger ledger;
    try (Connection admin = admin(BUSY)) {
      Found before = Found.read(admin, "app", BUSY.tenant());
      try (Traffic traffic =
          new Traffic(platform, BUSY.tenant(), List.of(SMALL.tenant()), 0.5, 42)) {
        traffic.start();
        traffic.startBusy();
        ledger = traffic.ledger();
        check = new LedgerCheck(ledger, BUSY.tenant(), before);
        long began = System.nanoTime();
        while (ledger.acknowledged(BUSY.tenant(), began, System.nanoTime()) < 200) {
          TimeUnit.MILLISECONDS.sleep(20);
        }
        LedgerCheck.Result live = check.check(() -> read(BUSY));
        assertThat(live.remarks()).isEmpty();
        assertThat(traffic.errors().first()).isEmpty();
        assertThat(traffic.busyTimings()).hasSize(Traffic.BUSY_CLIENTS);
      }
      assertThat(check.check(() -> read(BUSY)).remarks()).isEmpty();
      assertThat(ledger.entries(BUSY.tenant()))
          .extracting(Ledger.Entry::kind)
          .contains(Ledger.Kind.values());
    }
    plant(
        party,
        """
        DELETE FROM app.payment WHERE tenant_id = '%1$s' AND id =
          (SELECT max(id) FROM app.payment WHERE tenant_id = '%1$s' AND points > 0)
        """);
    LedgerCheck.Result robbed = check.check(() -> read(BUSY));
    assertThat(robbed.lost()).as("the payment").isEqualTo(1);
    assertThat(robbed.duplicated()).as("the points without a payment").isEqualTo(1);
    plant(
        party,
        """
        INSERT INTO app.booking (tenant_id, operation, location_id, customer_id, staff_id,
                                 service_id, starts_at, ends_at, price)
        SELECT tenant_id, operation, location_id, customer_id, staff_id, service_id, starts_at,
               ends_at, price
          FROM app.booking WHERE tenant_id = '%1$s' ORDER BY id DESC LIMIT 1
        """);
    LedgerCheck.Result doubled = check.check(() -> read(BUSY));
    assertThat(doubled.duplicated()).isEqualTo(1);
    assertThat(doubled.lost()).isZero();
  }

  private static Found read(Business business) throws SQLException {
    try (Connection admin = admin(business)) {
      return Found.read(admin, platform.placement(business.tenant()).schema(), business.tenant());
    }
  }

  private static void plant(Party party, String sql) throws SQLException {
    try (Connection admin = platform.admin(party.home());
        Statement statement = admin.createStatement()) {
      assertThat(statement.executeUpdate(sql.formatted(party.home().tenant()))).isPositive();
    }
  }

  @Test
  void letsForgeriesThroughWhereThereIsNoGate() throws SQLException {
    Party pooled = Party.of(platform, platform.placement(STILL.tenant()));
    Party other = Party.of(platform, platform.placement(OTHER.tenant()));
    Party hotel = Party.of(platform, platform.placement(HOTEL.tenant()));
    assertThat(through(pooled, other))
        .contains(
            "a custom setting named like a tenant", "a rolled back savepoint around the register");
    assertThat(through(hotel, pooled))
        .contains("a custom setting named like a tenant", "an INSERT for the victim");
    assertThat(through(pooled, hotel))
        .contains("the victim's table by its qualified name", "search_path to the victim's schema");
    assertThat(
            new Trial(platform, platform, pooled, hotel)
                .run(LoginTricks.against(platform, pooled, hotel)))
        .filteredOn(DemoReport.Attempt::through)
        .extracting(DemoReport.Attempt::title)
        .contains("the victim's login with one's own password");
  }

  /** Here the victim's login is also one's own, whose password anybody may change. */
  private static List<String> through(Party attacker, Party victim) throws SQLException {
    List<Forgery> corpus =
        Forgery.corpus().stream().filter(f -> !f.title().startsWith("another password")).toList();
    return new Trial(platform, platform, attacker, victim)
        .run(Forgery.tricks(corpus, attacker, victim)).stream()
            .filter(DemoReport.Attempt::through)
            .map(DemoReport.Attempt::title)
            .toList();
  }
}

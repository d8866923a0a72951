package io.croft.catalog;

import static io.croft.catalog.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The logins of applications: made, renewed, listed, revoked, and refused. */
class ReaderLoginsIT {

  private static final AtomicInteger COUNT = new AtomicInteger();

  /** Roles belong to the whole server: no test takes the name of another. */
  private final int number = COUNT.incrementAndGet();

  private final String shop = "shop-" + number;

  private CatalogAddress owner;
  private ControlCatalog catalog;
  private ReaderLogins readers;

  @BeforeEach
  void open() {
    owner = Catalogs.freshCatalog();
    catalog = ControlCatalog.open(owner, Catalogs.SECRET);
    readers = catalog.readers();
  }

  @AfterEach
  void close() {
    catalog.close();
  }

  @Test
  void makesALoginThatOpensTheCatalogAndMayOnlyRead() throws SQLException {
    CatalogAddress address = readers.add(shop, "ada");

    PostgresCatalog.open(CatalogAddress.parse(address.uri())).close();
    assertThat(address.user()).isEqualTo(shop);
    assertThat(address.password()).matches("[0-9a-f]{64}");
    assertDenied(address, "SELECT admin_password FROM catalog.server");
    assertDenied(address, "SET ROLE croft_control");
    assertDenied(address, "DELETE FROM catalog.tenant");
  }

  @Test
  void listsWhoGaveWhichLoginWhen() {
    Instant before = Instant.now().minusSeconds(60);
    readers.add(shop, "ada");
    readers.add("a" + shop, "bob");
    readers.renew("a" + shop, "cleo");
    Catalogs.sql(owner, "DROP ROLE \"" + shop + "\"");

    List<ReaderLogin> all = readers.list();

    assertThat(all).extracting(ReaderLogin::login).containsExactly("a" + shop, shop);
    assertThat(all).extracting(ReaderLogin::givenBy).containsExactly("cleo", "ada");
    assertThat(all).extracting(ReaderLogin::exists).containsExactly(true, false);
    assertThat(all).allSatisfy(one -> assertThat(one.passwordSince()).isAfter(before));
  }

  @Test
  void renewsThePasswordAndLetsTheOldOneNoLongerIn() {
    CatalogAddress old = readers.add(shop, "ada");

    CatalogAddress renewed = readers.renew(shop, "ada");

    assertThat(renewed.password()).isNotEqualTo(old.password());
    PostgresCatalog.open(renewed).close();
    assertRefused(ErrorCode.LOGIN_REFUSED, () -> PostgresCatalog.open(old));
  }

  @Test
  void renewsALoginWhoseRoleSomebodyHasDropped() {
    readers.add(shop, "ada");
    Catalogs.sql(owner, "DROP ROLE \"" + shop + "\"");

    PostgresCatalog.open(readers.renew(shop, "ada")).close();
  }

  @Test
  void revokesALoginAndEndsItsSessions() throws SQLException {
    CatalogAddress address = readers.add(shop, "ada");
    try (Connection session = Catalogs.connect(address);
        PostgresCatalog application = PostgresCatalog.open(address)) {
      assertThat(application.arrivals()).isEmpty();

      assertThat(readers.revoke(shop, "ada")).isPositive();

      await().until(() -> !session.isValid(1));
      assertThatThrownBy(application::arrivals).isInstanceOf(CroftException.class);
    }
    assertRefused(ErrorCode.LOGIN_REFUSED, () -> PostgresCatalog.open(address));
    assertThat(readers.list()).isEmpty();
    assertRefused(ErrorCode.LOGIN_UNKNOWN, () -> readers.revoke(shop, "ada"));
    PostgresCatalog.open(readers.add(shop, "ada")).close();
  }

  @Test
  void revokesALoginWhoseRoleSomebodyHasDropped() {
    readers.add(shop, "ada");
    Catalogs.sql(owner, "DROP ROLE \"" + shop + "\"");

    assertThat(readers.revoke(shop, "ada")).isZero();
    assertThat(readers.list()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Shop",
        "1shop",
        "shop reader",
        "shop;",
        "shop\"",
        "geschäft",
        "dükkan",
        "a123456789012345678901234567890123456789012345678901234567890123",
        "croft_shop",
        "pg_shop",
        "t_0123_1",
        "public",
        "none"
      })
  void refusesANameThatNoLoginCanHave(String name) {
    assertRefused(ErrorCode.CONFIGURATION_INVALID, () -> readers.add(name, "ada"));
    assertRefused(ErrorCode.CONFIGURATION_INVALID, () -> readers.requireAddable(name));
    assertThat(readers.list()).isEmpty();
  }

  @Test
  void takesNoLoginThatIsThere() {
    CatalogAddress first = readers.add(shop, "ada");

    assertRefused(ErrorCode.LOGIN_EXISTS, () -> readers.add(shop, "bob"));
    assertRefused(ErrorCode.LOGIN_EXISTS, () -> readers.requireAddable(shop));

    PostgresCatalog.open(first).close();
  }

  @Test
  void takesNoRoleThatIsNotItsOwnEvenIfItIsAReader() {
    Catalogs.sql(owner, "CREATE ROLE \"" + shop + "\" LOGIN PASSWORD 'pw' IN ROLE croft_reader");

    assertRefused(ErrorCode.LOGIN_EXISTS, () -> readers.add(shop, "ada"))
        .hasMessageContaining("not given out");
    assertRefused(ErrorCode.LOGIN_UNKNOWN, () -> readers.renew(shop, "ada"));
    assertRefused(ErrorCode.LOGIN_UNKNOWN, () -> readers.revoke(shop, "ada"));
    assertRefused(ErrorCode.LOGIN_UNKNOWN, () -> readers.requireKnown(shop));

    PostgresCatalog.open(new CatalogAddress(owner.jdbcUrl(), shop, "pw")).close();
  }

  @Test
  void touchesNoLoginThatSomebodyHasMadeMoreThanAReader() {
    CatalogAddress address = readers.add(shop, "ada");
    Catalogs.sql(owner, "GRANT croft_control TO \"" + shop + "\"");

    assertRefused(ErrorCode.ROLE_TOO_POWERFUL, () -> readers.renew(shop, "ada"));
    assertRefused(ErrorCode.ROLE_TOO_POWERFUL, () -> readers.revoke(shop, "ada"));

    PostgresCatalog.open(address).close();
  }

  @Test
  void dropsNoRoleThatWasGivenRightsElsewhere() {
    CatalogAddress address = readers.add(shop, "ada");
    Catalogs.sql("postgres", "CREATE TABLE kept_by_" + number + " ()");
    Catalogs.sql("postgres", "GRANT SELECT ON kept_by_" + number + " TO \"" + shop + "\"");

    assertRefused(ErrorCode.ROLE_TOO_POWERFUL, () -> readers.revoke(shop, "ada"))
        .hasMessageContaining("beyond this catalog");

    PostgresCatalog.open(address).close();
    assertThat(readers.list()).hasSize(1);
  }

  @Test
  void letsOneOfThreeMakeALoginAndTellsTheOthers() throws Exception {
    Callable<CatalogAddress> add = () -> readers.add(shop, "ada");
    CompletableFuture<List<Race.Result<CatalogAddress>>> adding;
    try (Connection before = Catalogs.connect(owner);
        Statement statement = before.createStatement()) {
      before.setAutoCommit(false);
      statement.execute("LOCK TABLE catalog.reader IN SHARE ROW EXCLUSIVE MODE");
      adding = CompletableFuture.supplyAsync(() -> race(List.of(add, add, add)));
      await().until(() -> waiting() == 3);
      before.commit();
    }

    List<Race.Result<CatalogAddress>> results = adding.get(30, TimeUnit.SECONDS);

    List<Throwable> errors =
        results.stream().filter(r -> r.error() != null).map(Race.Result::error).toList();
    assertThat(errors)
        .hasSize(2)
        .allSatisfy(
            error -> assertThat(((CroftException) error).code()).isEqualTo(ErrorCode.LOGIN_EXISTS));
    results.stream()
        .filter(r -> r.error() == null)
        .forEach(r -> PostgresCatalog.open(r.value()).close());
  }

  private static List<Race.Result<CatalogAddress>> race(List<Callable<CatalogAddress>> runners) {
    try {
      return Race.run(runners);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns how many changes of logins wait for something. */
  private int waiting() throws SQLException {
    try (Connection connection = Catalogs.connect(owner);
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
                  AND application_name = 'croft catalog readers' AND wait_event_type = 'Lock'
                """)) {
      row.next();
      return row.getInt(1);
    }
  }

  @Test
  void isRefusedToWhoeverMayOnlyControl() {
    Catalogs.sql(
        owner, "CREATE ROLE \"only-" + shop + "\" LOGIN PASSWORD 'pw' IN ROLE croft_control");
    readers.add(shop, "ada");
    CatalogAddress operator = new CatalogAddress(owner.jdbcUrl(), "only-" + shop, "pw");

    try (ControlCatalog limited = ControlCatalog.open(operator, Catalogs.SECRET)) {
      ReaderLogins theirs = limited.readers();
      assertThat(theirs.list()).hasSize(1);
      for (Runnable change :
          List.<Runnable>of(
              () -> theirs.requireAddable("x" + shop),
              () -> theirs.requireKnown(shop),
              () -> theirs.add("x" + shop, "eve"),
              () -> theirs.renew(shop, "eve"),
              () -> theirs.revoke(shop, "eve"))) {
        assertRefused(ErrorCode.LOGIN_REFUSED, change::run)
            .hasMessageContaining("may not change the logins of applications");
      }
    }
  }

  @Test
  void isDoneByAnOwnerThatIsNoSuperuser() throws SQLException {
    String name = "owner_" + number;
    Catalogs.sql(owner, "CREATE ROLE " + name + " LOGIN PASSWORD 'pw' CREATEROLE");
    Catalogs.sql(owner, "CREATE DATABASE owned_" + name + " OWNER " + name);
    Catalogs.sql(owner, "GRANT croft_control, croft_reader TO " + name + " WITH ADMIN OPTION");
    CatalogAddress plain =
        new CatalogAddress(Catalogs.address("owned_" + name).jdbcUrl(), name, "pw");

    try (ControlCatalog mine = ControlCatalog.open(plain, Catalogs.SECRET)) {
      CatalogAddress address = mine.readers().add(shop, "ada");
      try (Connection session = Catalogs.connect(address)) {
        CatalogAddress renewed = mine.readers().renew(shop, "ada");
        PostgresCatalog.open(renewed).close();
        assertThat(mine.readers().revoke(shop, "ada")).isEqualTo(1);
        await().until(() -> !session.isValid(1));
      }
    }
  }

  @Test
  void keepsNoPasswordAnywhereInTheCatalog() throws SQLException {
    String first = readers.add(shop, "ada").password();
    String second = readers.renew(shop, "ada").password();
    try (Connection connection = Catalogs.connect(owner);
        Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                """
                SELECT string_agg(query_to_xml(format('SELECT * FROM %s', c.oid::regclass),
                  true, true, '')::text, '')
                  || (SELECT string_agg(coalesce(rolpassword, '-'), ' ') FROM pg_authid)
                  || (SELECT string_agg(coalesce(query, '-'), ' ') FROM pg_stat_activity)
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = 'catalog' AND c.relkind = 'r'
                """)) {
      rows.next();
      assertThat(rows.getString(1)).contains(shop).doesNotContain(first, second);
    }
  }

  private static void assertDenied(CatalogAddress address, String sql) throws SQLException {
    try (Connection connection = Catalogs.connect(address);
        Statement statement = connection.createStatement()) {
      statement.execute("SET default_transaction_read_only = off");
      assertThatThrownBy(() -> statement.execute(sql))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("42501"));
    }
  }
}

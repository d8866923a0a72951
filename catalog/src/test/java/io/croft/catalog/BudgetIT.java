package io.croft.catalog;

import static io.croft.catalog.Refused.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets how much of a server's budget; the holders are readers, as applications are. */
class BudgetIT {

  private static final int BUDGET = 16;

  private static CatalogAddress owner;
  private static ControlCatalog control;
  private static Catalog reader;
  private static CatalogAddress readerAddress;

  @BeforeAll
  static void open() {
    owner = Catalogs.freshCatalog();
    control = ControlCatalog.open(owner, Catalogs.SECRET);
    control.addServer(Catalogs.server("eu-1", "eu").withCapacity(10, BUDGET), "ada");
    readerAddress = control.addReader("budget_reader", "pw", "ada");
    reader = PostgresCatalog.open(readerAddress);
  }

  @BeforeEach
  void startWithTheWholeBudget() {
    budget(BUDGET);
  }

  @AfterEach
  void forget() {
    Catalogs.sql(owner, "DELETE FROM catalog.budget_share");
  }

  private static void budget(int connections) {
    control.changeServer(Catalogs.server("eu-1", "eu").withCapacity(10, connections), "ada");
  }

  /** A process as the catalog sees it: what it has open follows what it is granted. */
  private static final class Holder {
    private final UUID id = UUID.randomUUID();
    private int turn;
    private int permits;

    /** Claims with what it may have open now. */
    BudgetShare needs(int needed) {
      return claims(permits, needed, needed);
    }

    BudgetShare claims(int used, int needed, int wished) {
      BudgetShare share = reader.holdBudget(claim(used, needed, wished, Duration.ofMinutes(1)));
      permits = share.permits();
      return share;
    }

    BudgetClaim claim(int used, int needed, int wished, Duration lasts) {
      return new BudgetClaim("eu-1", id, "shop 1@host", ++turn, used, needed, wished, lasts);
    }

    boolean leaves() {
      return reader.releaseBudget("eu-1", id);
    }
  }

  @Test
  void oneWhoIsAloneHasHalfAndAllThatItNeeds() {
    Holder only = new Holder();
    assertThat(only.needs(0)).isEqualTo(share(8, 8));
    assertThat(only.needs(12)).isEqualTo(share(12, 12));
    assertThat(only.claims(12, 2, 20)).as("keeps what is idle").isEqualTo(share(16, 16));
    assertThat(only.needs(40)).isEqualTo(share(16, 16));
  }

  @Test
  void whoComesAfterADeadProcessFindsHalf() {
    new Holder().needs(3);
    assertThat(new Holder().needs(20)).isEqualTo(share(8, 13));
  }

  @Test
  void aNewcomerGetsItsPartWhenTheFirstHasGivenItBack() {
    Holder first = new Holder();
    Holder second = new Holder();
    first.needs(16);

    assertThat(second.needs(5)).isEqualTo(new BudgetShare(0, 5, 16));
    assertThat(first.claims(16, 2, 2)).as("still counted in full").isEqualTo(share(2, 2));
    assertThat(second.needs(5)).isEqualTo(share(0, 5));
    assertThat(first.claims(2, 2, 2)).as("has closed the others").isEqualTo(share(2, 2));
    assertThat(second.needs(5)).isEqualTo(share(5, 5));
  }

  @Test
  void whatNobodyNeedsIsThereAtOnce() {
    Holder idle = new Holder();
    Holder busy = new Holder();
    both(idle, 0, busy, 2);

    assertThat(busy.needs(15)).isEqualTo(share(15, 15));
  }

  @Test
  void oneThatNeedsMoreGetsAtMostWhatIsFairAndGivesBackTowardIt() {
    Holder first = new Holder();
    Holder second = new Holder();
    both(first, 15, second, 1);

    assertThat(second.needs(20)).as("what is free").isEqualTo(share(1, 8));
    assertThat(first.claims(15, 15, 15).permits()).isEqualTo(8);
    first.claims(11, 15, 15);
    assertThat(second.needs(20)).as("four are closed").isEqualTo(share(5, 8));
    first.claims(8, 15, 15);
    assertThat(second.needs(20)).isEqualTo(share(8, 8));
  }

  @Test
  void idleConnectionsAreKeptAsLongAsNobodyNeedsThem() {
    Holder warm = new Holder();
    Holder other = new Holder();
    both(warm, 1, other, 1);

    assertThat(warm.claims(1, 1, 30).permits()).as("but for an eighth").isEqualTo(13);
    assertThat(other.needs(3).permits()).as("needed more at once").isEqualTo(3);
    assertThat(other.needs(12)).isEqualTo(share(3, 12));
    assertThat(warm.claims(13, 1, 30).permits()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource({
    "8, '{3,3,3}', '{2,3,3}'",
    "8, '{1,20,2}', '{1,5,2}'",
    "8, '{1,1,1}', '{1,1,1}'",
    "2, '{1,1,1}', '{0,1,1}'",
    "9, '{9,9}', '{4,5}'",
    "0, '{4}', '{0}'"
  })
  void dividesByDemand(int amount, String wants, String parts) throws SQLException {
    try (Connection connection = Catalogs.connect(owner)) {
      assertThat(
              Sql.first(
                  connection,
                  "SELECT catalog.fair_parts(?, CAST(? AS integer[]))::text",
                  row -> row.getString(1),
                  amount,
                  wants))
          .contains(parts);
    }
  }

  @Test
  void whoComesWhenEveryConnectionHasItsProcessGetsNoneUntilOneLeaves() {
    budget(2);
    Holder first = new Holder();
    Holder second = new Holder();
    both(first, 1, second, 1);
    Holder third = new Holder();

    assertThat(third.needs(1)).isEqualTo(new BudgetShare(0, 0, 2));
    assertThat(first.needs(5).fair()).as("the elder ones keep theirs").isEqualTo(1);
    assertThat(second.leaves()).isTrue();
    assertThat(third.needs(1)).isEqualTo(new BudgetShare(1, 1, 2));
  }

  @Test
  void aDeadProcessGivesItsShareBackWhenItsTimeEnds() {
    Holder dead = new Holder();
    reader.holdBudget(dead.claim(0, 16, 16, Duration.ofSeconds(1)));
    Holder heir = new Holder();

    assertThat(heir.needs(16).permits()).isZero();
    expire(dead);
    assertThat(heir.needs(16)).isEqualTo(share(16, 16));
  }

  @Test
  void oneThatLeavesGivesItsShareBackAtOnce() {
    Holder first = new Holder();
    Holder second = new Holder();
    first.needs(4);
    second.needs(4);

    assertThat(first.leaves()).isTrue();
    assertThat(first.leaves()).isFalse();
    assertThat(second.needs(16)).isEqualTo(share(16, 16));
  }

  @Test
  void aSmallerBudgetTakesEffectAsHoldersClaim() {
    Holder first = new Holder();
    Holder second = new Holder();
    both(first, 8, second, 8);

    budget(8);
    assertThat(first.needs(8)).isEqualTo(new BudgetShare(4, 4, 8));
    assertThat(second.needs(8)).isEqualTo(new BudgetShare(4, 4, 8));
    assertThat(first.needs(8)).isEqualTo(new BudgetShare(4, 4, 8));
    assertThat(second.needs(8)).isEqualTo(new BudgetShare(4, 4, 8));
    assertThat(counted()).isEqualTo(8);
  }

  @Test
  void aLargerBudgetIsThereAtTheNextClaim() {
    Holder only = new Holder();
    only.needs(16);

    budget(40);
    assertThat(only.needs(40)).isEqualTo(new BudgetShare(40, 40, 40));
  }

  @Test
  void oneThatComesBackTooLateGetsWhatIsLeft() {
    Holder late = new Holder();
    Holder other = new Holder();
    both(late, 8, other, 8);
    expire(late);
    assertThat(other.needs(16)).isEqualTo(share(16, 16));

    assertThat(late.claims(8, 8, 8)).as("not one is left").isEqualTo(share(0, 8));
    other.needs(16);
    other.needs(16);
    assertThat(late.claims(8, 8, 8)).isEqualTo(share(8, 8));
    assertThat(counted()).isEqualTo(16);
  }

  @Test
  void whoComesBackFirstAfterAnOutageLeavesTheOthersTheirs() {
    Holder first = new Holder();
    Holder second = new Holder();
    both(first, 8, second, 8);
    expire(first);
    expire(second);

    assertThat(first.needs(8)).isEqualTo(share(8, 8));
    assertThat(second.needs(8)).isEqualTo(share(8, 8));
  }

  @Test
  void anEarlierClaimThatArrivesLateIsRefused() {
    Holder holder = new Holder();
    BudgetClaim late = holder.claim(2, 2, 2, Duration.ofMinutes(1));
    holder.needs(16);

    assertRefused(ErrorCode.DATABASE_ERROR, () -> reader.holdBudget(late))
        .hasMessageContaining("turn 1 of the holder is over");
    assertThat(counted()).isEqualTo(16);
  }

  @Test
  void refusesWhatCannotBeHeld() {
    Holder holder = new Holder();
    Duration minute = Duration.ofMinutes(1);

    assertRefused(ErrorCode.CONFIGURATION_INVALID, () -> holder.claim(-1, 0, 0, minute));
    assertRefused(ErrorCode.CONFIGURATION_INVALID, () -> holder.claim(0, -1, 0, minute));
    assertRefused(ErrorCode.CONFIGURATION_INVALID, () -> holder.claim(0, 0, -1, minute));
    assertRefused(ErrorCode.CONFIGURATION_INVALID, () -> holder.claim(0, 0, 0, Duration.ZERO));
    assertRefused(
        ErrorCode.CONFIGURATION_INVALID, () -> holder.claim(0, 0, 0, Duration.ofHours(2)));
    assertRefused(
        ErrorCode.SERVER_UNKNOWN,
        () -> reader.holdBudget(new BudgetClaim("mars", holder.id, "", 1, 0, 0, 0, minute)));
    assertThat(reader.releaseBudget("mars", holder.id)).isFalse();
    assertThat(counted()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'eu-1', gen_random_uuid(), '', 1, -1, 0, 0, '1 minute'",
        "'eu-1', gen_random_uuid(), '', 1, 0, 0, -1, '1 minute'",
        "'eu-1', gen_random_uuid(), '', 1, 0, 0, 0, '-1 minute'",
        "'eu-1', gen_random_uuid(), '', 1, 0, 0, 0, 'infinity'",
        "'eu-1', gen_random_uuid(), '', 1, 0, 0, 0, '2 hours'",
        "'eu-1', NULL, '', 1, 0, 0, 0, '1 minute'",
        "'eu-1', gen_random_uuid(), '', 1, NULL, 0, 0, '1 minute'"
      })
  void theDatabaseItselfRefusesWhatCannotBeHeld(String arguments) {
    assertThatThrownBy(() -> call("READ COMMITTED", arguments))
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> assertThat(e.getSQLState()).matches("22003|22008|22007|22023|0A000"));
    assertThat(counted()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"REPEATABLE READ", "SERIALIZABLE"})
  void refusesATransactionThatWouldNotSeeTheOthers(String isolation) {
    assertThatThrownBy(
            () -> call(isolation, "'eu-1', gen_random_uuid(), '', 1, 0, 0, 0, '1 minute'"))
        .hasMessageContaining("READ COMMITTED");
  }

  @Test
  void aReaderCannotGiveBackTheShareOfAHolderThatItDoesNotKnow() {
    Holder holder = new Holder();
    holder.needs(3);

    assertThat(reader.releaseBudget("eu-1", UUID.randomUUID())).isFalse();
    assertThatThrownBy(() -> call("READ COMMITTED", null)).hasMessageContaining("denied");
    assertThat(counted()).isEqualTo(8);
  }

  @Test
  void theControlPlaneSeesWhoHoldsWhat() {
    new Holder().needs(3);

    assertThat(first("SELECT who || ' ' || permits FROM catalog.budget_share"))
        .isEqualTo("shop 1@host 8");
    assertThat(first("SELECT count(*)::text FROM catalog.audit WHERE object_kind = 'budget_share'"))
        .as("prolonging a lease is no change of state")
        .isEqualTo("0");
  }

  private static BudgetShare share(int permits, int fair) {
    return new BudgetShare(permits, fair, BUDGET);
  }

  /** Brings two holders to what they need, one after the other. */
  private static void both(Holder one, int needOfOne, Holder other, int needOfOther) {
    for (int i = 0; i < 3; i++) {
      one.needs(needOfOne);
      other.needs(needOfOther);
    }
  }

  private static void expire(Holder holder) {
    Catalogs.sql(
        owner,
        "UPDATE catalog.budget_share SET expires = clock_timestamp() WHERE holder = '%s'"
            .formatted(holder.id));
  }

  private static int counted() {
    return Integer.parseInt(
        first("SELECT coalesce(sum(permits), 0)::text FROM catalog.budget_share"));
  }

  private static String first(String sql) {
    try (Connection connection = Catalogs.connect(owner)) {
      Sql.first(connection, "SELECT set_config('role', 'croft_control', false)", row -> true);
      return Sql.first(connection, sql, row -> row.getString(1)).orElseThrow();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Calls the function by hand as the reader; null reads the table instead. */
  private static void call(String isolation, String arguments) throws SQLException {
    try (Connection connection = Catalogs.connect(readerAddress);
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SET TRANSACTION ISOLATION LEVEL " + isolation + ", READ WRITE");
      statement.execute(
          arguments == null
              ? "SELECT holder FROM catalog.budget_share"
              : "SELECT catalog.hold_budget(" + arguments + ")");
      connection.commit();
    }
  }
}

package io.croft.home;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.croft.core.Access;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.gate.GateState;
import io.croft.gate.HomeGate;
import io.croft.gate.Sealer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every home promises, whatever its isolation; seen with the application's own login. */
abstract class HomesContract {

  static Homes homes;

  private final Queue<Placement> made = new ConcurrentLinkedQueue<>();
  private final Isolation isolation;

  HomesContract(Isolation isolation) {
    this.isolation = isolation;
  }

  @BeforeAll
  static void prepare() throws SQLException {
    TestServer.prepare(TestServer.TEN_TABLES);
    homes = new Homes(TestServer::admin, TestServer.SECRET.application());
  }

  @AfterAll
  static void close() {
    homes.close();
  }

  /** Leaves the server small: it is removed when this JVM exits. */
  @AfterEach
  void dropHomes() {
    if (isolation != Isolation.POOL) {
      made.forEach(homes::dropEvenInUse);
    }
  }

  final Placement newPlacement() {
    Placement home = Placement.of(TenantId.random(), isolation, TestServer.NAME, 1);
    made.add(home);
    return home;
  }

  final Placement newHome() {
    Placement home = newPlacement();
    homes.create(home);
    return home;
  }

  /** Connects as the application and begins a transaction in which the tenant has entered. */
  static Connection enter(Placement home) throws SQLException {
    return enter(home, Access.FULL);
  }

  /** The same as code of less than full access. */
  static Connection enter(Placement home, Access access) throws SQLException {
    Connection connection = TestServer.login(home, access, home.database());
    connection.setAutoCommit(false);
    if (home.isolation() == Isolation.POOL) {
      try (PreparedStatement enter = connection.prepareStatement("SELECT croft.enter(?)")) {
        enter.setBytes(1, new Sealer(TestServer.SECRET.application()).seal(home, 0, access));
        enter.execute();
      }
    } else {
      Sql.run(connection, "SELECT croft.join()");
    }
    return connection;
  }

  static void addLocation(Placement home, String name) throws SQLException {
    try (Connection connection = enter(home);
        PreparedStatement add =
            connection.prepareStatement("INSERT INTO location (name) VALUES (?)")) {
      add.setString(1, name);
      add.executeUpdate();
      connection.commit();
    }
  }

  static List<String> locations(Placement home) throws SQLException {
    try (Connection connection = enter(home)) {
      return Sql.strings(connection, "SELECT name FROM location ORDER BY name");
    }
  }

  static void assertState(String state, ThrowingCallable work) {
    assertThatThrownBy(work)
        .asInstanceOf(type(SQLException.class))
        .extracting(SQLException::getSQLState)
        .isEqualTo(state);
  }

  static void assertCode(ErrorCode code, ThrowingCallable work) {
    assertThatThrownBy(work)
        .asInstanceOf(type(CroftException.class))
        .extracting(CroftException::code)
        .isEqualTo(code);
  }

  @Test
  void showsTheSharedTablesToEveryTenantAndLetsNoneWriteThem() throws SQLException {
    for (Placement home : List.of(newHome(), newHome())) {
      try (Connection connection = enter(home)) {
        assertThat(Sql.strings(connection, "SELECT shout FROM country ORDER BY 1"))
            .containsExactly("NP", "TR");
        assertThat(Sql.strings(connection, "SELECT id::text FROM region WHERE part_of = 1"))
            .containsExactly("2");
        Sql.run(connection, "INSERT INTO location (country) VALUES ('np')");
        assertState("42501", () -> Sql.run(connection, "DELETE FROM region"));
      }
    }
  }

  @Test
  void givesEachDeclaredAccessItsRightsAlone() throws SQLException {
    Placement home = newHome();
    addLocation(home, "here");
    try (Connection report = enter(home, Access.of("report"))) {
      assertThat(Sql.strings(report, "SELECT name FROM location")).containsExactly("here");
      assertThat(Sql.strings(report, "SELECT code FROM country")).hasSize(2);
      assertState("42501", () -> Sql.run(report, "DELETE FROM location"));
    }
    try (Connection desk = enter(home, Access.of("desk"))) {
      Sql.run(desk, "INSERT INTO location (name) VALUES ('there')");
      assertThat(Sql.strings(desk, "SELECT name FROM location")).hasSize(2);
      assertState("42501", () -> Sql.run(desk, "SELECT * FROM croft_canary"));
    }
    Placement other = newHome();
    assertState(
        isolation == Isolation.POOL ? GateState.SEAL_REJECTED : "42501",
        () -> {
          try (Connection stranger =
              TestServer.login(home, Access.of("report"), other.database())) {
            if (isolation == Isolation.POOL) {
              Sql.run(stranger, "SELECT croft.enter('x')");
            }
            Sql.run(stranger, "TABLE \"%s\".location".formatted(other.schema()));
          }
        });
  }

  @Test
  void hasRoomForACanaryAndNoneInIt() throws SQLException {
    try (Connection connection = enter(newHome())) {
      assertThat(Sql.strings(connection, "SELECT mark FROM croft_canary")).isEmpty();
      Sql.run(connection, "INSERT INTO croft_canary (mark) VALUES ('alive')");
      assertThat(Sql.strings(connection, "SELECT mark FROM croft_canary")).containsExactly("alive");
    }
  }

  @Test
  void holdsTheTenantsOwnRowsAlone() throws SQLException {
    Placement first = newHome();
    Placement second = newHome();
    addLocation(first, "of the first");
    addLocation(second, "of the second");
    assertThat(locations(first)).containsExactly("of the first");
    assertThat(locations(second)).containsExactly("of the second");
  }

  @Test
  void refusesARowOfAnotherTenant() throws SQLException {
    Placement home = newHome();
    try (Connection connection = enter(home)) {
      String insert = "INSERT INTO location (tenant_id) VALUES ('%s')".formatted(TenantId.random());
      assertThatThrownBy(() -> Sql.run(connection, insert))
          .asInstanceOf(type(SQLException.class))
          .extracting(SQLException::getSQLState)
          .isIn("42501", "23514");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "CREATE TEMP TABLE mine (id int)",
        "CREATE TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "TRUNCATE location",
        "ALTER TABLE location ADD mine int",
        "CREATE INDEX ON location (tenant_id)",
        "CREATE TRIGGER mine BEFORE INSERT ON location EXECUTE FUNCTION croft.guard_home('a', 'b')",
        "SELECT * FROM flyway_schema_history",
        "SELECT * FROM croft.gate",
        "SELECT * FROM croft.seal_key",
        "UPDATE croft.gate SET state = 'open'",
        "SELECT last_value FROM booking_id_seq",
        "SET ROLE croft_app_owner",
        "SET ROLE croft_owner",
        "SET ROLE croft_mover"
      })
  void givesTheLoginNoRightBeyondItsRows(String sql) throws SQLException {
    try (Connection connection = enter(newHome())) {
      assertState("42501", () -> Sql.run(connection, sql));
    }
  }

  @Test
  void ownsNothing() throws SQLException {
    Placement home = newHome();
    try (Connection admin = TestServer.admin(home.server(), home.database())) {
      String owned =
          "SELECT classid::regclass::text FROM pg_shdepend WHERE deptype = 'o' AND refobjid = '%s'::regrole"
              .formatted(home.login());
      assertThat(Sql.strings(admin, owned)).isEmpty();
    }
  }

  @Test
  void isTheSameWhenCreatedAgain() throws SQLException {
    Placement home = newHome();
    addLocation(home, "kept");
    homes.create(home);
    assertThat(locations(home)).containsExactly("kept");
  }

  static void assertGone(Placement home) throws SQLException {
    try (Connection admin = TestServer.shared()) {
      assertThat(HomeGate.read(admin, home)).isEmpty();
      assertThat(Sql.strings(admin, "SELECT nspname FROM pg_namespace")).doesNotContain(own(home));
      assertThat(Sql.strings(admin, "SELECT datname FROM pg_database")).doesNotContain(own(home));
      assertThat(Sql.strings(admin, "SELECT rolname FROM pg_roles"))
          .noneMatch(role -> role.startsWith(own(home)));
    }
  }

  private static String own(Placement home) {
    return "t_" + home.tenant().hex() + "_" + home.epoch();
  }

  @Test
  void isNotDroppedWhileItsTenantLivesThere() throws SQLException {
    Placement home = newHome();
    addLocation(home, "kept");
    assertCode(ErrorCode.HOME_IN_USE, () -> homes.drop(home));
    assertThat(locations(home)).containsExactly("kept");
  }

  @Test
  void mayBeDroppedTwice() throws SQLException {
    Placement home = newHome();
    homes.dropEvenInUse(home);
    homes.drop(home);
    assertGone(home);
  }

  @Test
  void keepsItsTenantOutWhileAMoveFillsIt() throws SQLException {
    Placement home = newPlacement();
    homes.createPreparing(home, 7, new byte[32]);
    assertState(GateState.FENCED, () -> enter(home));
    homes.createPreparing(home, 8, new byte[32]);
    try (Connection admin = TestServer.admin(home.server(), home.database())) {
      assertThat(HomeGate.read(admin, home).orElseThrow().token()).isEqualTo(8);
    }
    homes.drop(home);
    assertGone(home);
  }

  @Test
  void isPublishedAndUnpublishedAnyNumberOfTimes() throws SQLException {
    Placement home = newHome();
    assertThat(homes.publishProblems(home)).isEmpty();
    String published = "SELECT pubname FROM pg_publication WHERE pubname = 'croft_move_x'";
    try (Connection admin = TestServer.admin(home.server(), home.database())) {
      homes.publish(home, "croft_move_x");
      homes.publish(home, "croft_move_x");
      assertThat(Sql.strings(admin, published)).hasSize(1);
      homes.unpublish(home, "croft_move_x");
      homes.unpublish(home, "croft_move_x");
      assertThat(Sql.strings(admin, published)).isEmpty();
    }
  }

  @Test
  void isUnpublishedEvenWhenItIsGone() throws SQLException {
    Placement home = newHome();
    homes.publish(home, "croft_move_gone");
    homes.dropEvenInUse(home);
    homes.unpublish(home, "croft_move_gone");
    homes.unpublish(home, "croft_move_gone");
    try (Connection admin = TestServer.shared()) {
      assertThat(Sql.strings(admin, "SELECT pubname FROM pg_publication"))
          .doesNotContain("croft_move_gone");
    }
  }

  @Test
  void staysLeftWhenCreatedAgainAfterAMove() throws SQLException {
    Placement home = newHome();
    TestServer.leave(home);
    homes.create(home);
    assertState(GateState.MOVED, () -> enter(home));
    if (home.isolation() != Isolation.POOL) {
      try (Connection connection = TestServer.application(home)) {
        assertState("42501", () -> Sql.run(connection, "TABLE \"" + home.schema() + "\".location"));
      }
    }
    homes.drop(home);
    assertGone(home);
  }
}

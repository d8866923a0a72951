package io.croft.move;

import static io.croft.core.Isolation.DATABASE;
import static io.croft.core.Isolation.POOL;
import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.Catalog;
import io.croft.catalog.Operation;
import io.croft.catalog.OperationState;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.jdbc.CroftDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A process that moves a tenant is killed at every step, before and after its effect. Each time the
 * application reads and writes on, in exactly one home, and another process finishes or undoes the
 * move.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class MoveCrashContract {

  private static final Duration BACK_AT_WORK = Duration.ofSeconds(3);

  private static final MoveFixture MOVES = new MoveFixture();
  private static Catalog reader;

  @TempDir Path directory;

  @BeforeAll
  static void start() {
    reader = MOVES.fleet.openReader();
  }

  @AfterAll
  static void stop() throws Exception {
    reader.close();
  }

  abstract MoveMode mode();

  /** The points at which the process is killed, in the order in which they are reached. */
  abstract List<String> failpoints();

  /** Which moves are killed there, in turns. */
  abstract List<Hop> hops();

  /** From where to where a tenant moves. */
  record Hop(Isolation from, String fromServer, Isolation to, String toServer) {}

  final Stream<Arguments> resumed() {
    return IntStream.range(0, failpoints().size())
        .mapToObj(i -> resumed(failpoints().get(i), hops().get(i % hops().size())));
  }

  private static Arguments resumed(String point, Hop hop) {
    return Arguments.of(point, hop.from(), hop.fromServer(), hop.to(), hop.toServer());
  }

  @ParameterizedTest(name = "{0}: {1}@{2} to {3}@{4}")
  @MethodSource("resumed")
  void servesTheTenantAndCanBeFinished(
      String failpoint, Isolation from, String fromServer, Isolation to, String toServer)
      throws Exception {
    TenantId tenant = MOVES.filledTenant(from, fromServer, 5, 20);
    Operation operation = MOVES.mover.start(tenant, to, toServer, mode(), "test");
    Route route = Route.of(tenant, operation.spec());

    MoverProcess.killAt(MOVES.fleet, operation, failpoint, directory);
    List<String> rows = worksOn(tenant, route);

    resume(operation);
    assertThat(MOVES.placement(tenant)).isEqualTo(route.to());
    assertThat(LedgerRows.all(MOVES.fleet, route.to())).isEqualTo(rows);
    assertThat(LeftOvers.of(MOVES.fleet, route.from())).isEmpty();
    assertThat(LeftOvers.ofStreams(MOVES.fleet, route.from().server())).isEmpty();
    worksOn(tenant, route);
  }

  /** The points before the switch at which it is killed and then undone. */
  abstract List<String> undone();

  @ParameterizedTest
  @MethodSource("undone")
  void canBeUndoneBeforeTheSwitch(String failpoint) throws Exception {
    TenantId tenant = MOVES.filledTenant(DATABASE, US, 5, 20);
    Operation operation = MOVES.mover.start(tenant, POOL, EU, mode(), "test");
    Route route = Route.of(tenant, operation.spec());

    MoverProcess.killAt(MOVES.fleet, operation, failpoint, directory);
    List<String> rows = worksOn(tenant, route);

    MOVES.fleet.catalog().operations().cancel(operation.id(), "test");
    assertThat(resume(operation)).isEmpty();
    assertThat(MOVES.fleet.catalog().operations().operation(operation.id()).state())
        .isEqualTo(OperationState.CANCELLED);
    assertThat(MOVES.placement(tenant)).isEqualTo(route.from());
    assertThat(LedgerRows.all(MOVES.fleet, route.from())).isEqualTo(rows);
    assertThat(LeftOvers.of(MOVES.fleet, route.to())).isEmpty();
    assertThat(LeftOvers.ofStreams(MOVES.fleet, route.from().server())).isEmpty();
    worksOn(tenant, route);
  }

  /** The tenant reads and writes through a router that knows nothing, and one home is open. */
  private static List<String> worksOn(TenantId tenant, Route route) throws Exception {
    try (CroftDataSource application =
        CroftDataSource.builder(reader, MOVES.fleet.secret().application()).build()) {
      long begin = System.nanoTime();
      long read = TenantScope.call(tenant, () -> writeAndCount(application));
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(BACK_AT_WORK);
      List<Placement> open = OpenHomes.of(MOVES.fleet, route);
      assertThat(open).hasSize(1);
      List<String> rows = LedgerRows.all(MOVES.fleet, open.get(0));
      assertThat(rows.stream().filter(row -> row.startsWith("entry"))).hasSize((int) read);
      return rows;
    }
  }

  private static long writeAndCount(CroftDataSource application) throws SQLException {
    try (Connection connection = application.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          """
          INSERT INTO entry (account_id, operation, amount)
          SELECT min(id), gen_random_uuid(), 1 FROM account
          """);
      try (ResultSet count = statement.executeQuery("SELECT count(*) FROM entry")) {
        count.next();
        return count.getLong(1);
      }
    }
  }

  private static Optional<MoveResult> resume(Operation operation) {
    Mover other = MOVES.mover(CrashingMover.settings());
    return await()
        .atMost(Duration.ofSeconds(10))
        .ignoreExceptionsMatching(
            e ->
                e instanceof CroftException refused
                    && refused.code() == ErrorCode.OPERATION_IN_PROGRESS)
        .until(() -> other.run(operation.id(), "successor", MoveListener.NONE), result -> true);
  }
}

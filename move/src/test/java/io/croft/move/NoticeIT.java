package io.croft.move;

import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.catalog.Catalog;
import io.croft.catalog.Operation;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import io.croft.jdbc.CroftDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Applications are told where a tenant will be before its old home is shut. */
final class NoticeIT {

  private static final MoveFixture MOVES = new MoveFixture();

  @ParameterizedTest
  @EnumSource(MoveMode.class)
  void givesApplicationsTheTimeToConnect(MoveMode mode) throws Exception {
    assertThat(connectionsAtFence(mode, Duration.ofSeconds(3))).isPositive();
  }

  @ParameterizedTest
  @EnumSource(MoveMode.class)
  void isLeftOutWhereNoneIsWanted(MoveMode mode) throws Exception {
    assertThat(connectionsAtFence(mode, Duration.ZERO)).isZero();
  }

  /** Else every application logs in there each second for as long as the copy takes. */
  @Test
  void isNotGivenForAnAttemptThatCopiesAnew() throws Exception {
    TenantId tenant = MOVES.filledTenant(Isolation.SCHEMA, EU, 5, 10);
    Mover mover = MOVES.mover(MoveFixture.PATIENT.withNotice(Duration.ofMillis(100)));
    Operation operation = mover.start(tenant, Isolation.DATABASE, US, MoveMode.STREAMED, "test");
    Failpoint.arm(
        Failpoint.BEFORE.name(MoveStep.FENCED),
        () -> {
          throw new IllegalStateException("the process is confused");
        });
    List<Placement> told = new ArrayList<>();
    try (Catalog reader = MOVES.fleet.openReader()) {
      assertThatThrownBy(() -> mover.run(operation.id(), "test", MoveListener.NONE))
          .hasMessageContaining("confused");
      MOVES.fleet.catalog().operations().retry(operation.id(), "test");
      Failpoint.arm(Failpoint.BEFORE.name(MoveStep.COPIED), () -> told.addAll(reader.arrivals()));
      assertThat(mover.run(operation.id(), "test", MoveListener.NONE)).isPresent();
    } finally {
      Failpoint.disarm();
    }
    assertThat(told).extracting(Placement::tenant).doesNotContain(tenant);
  }

  /** Else the removal of the old home slows down those who come over in that moment. */
  @ParameterizedTest
  @EnumSource(MoveMode.class)
  void leavesTheOldHomeAloneAfterTheSwitchForAsLong(MoveMode mode) throws Exception {
    TenantId tenant = MOVES.filledTenant(Isolation.SCHEMA, EU, 5, 10);
    Duration notice = Duration.ofMillis(900);
    Mover mover = MOVES.mover(MoveFixture.PATIENT.withNotice(notice));
    Operation operation = mover.start(tenant, Isolation.DATABASE, US, mode, "test");
    Map<MoveStep, Long> ended = new EnumMap<>(MoveStep.class);
    assertThat(
            mover.run(operation.id(), "test", (step, detail) -> ended.put(step, System.nanoTime())))
        .isPresent();
    assertThat(ended.get(MoveStep.CLEANED) - ended.get(MoveStep.FOLLOWED))
        .isGreaterThan(notice.toNanos());
  }

  /**
   * Returns how many connections to the new home there are when the old one is about to be shut.
   */
  private static int connectionsAtFence(MoveMode mode, Duration notice) throws Exception {
    TenantId tenant = MOVES.filledTenant(Isolation.SCHEMA, EU, LedgerClients.CLIENTS, 10);
    Mover mover = MOVES.mover(MoveFixture.PATIENT.withNotice(notice));
    List<Integer> found = new ArrayList<>();
    try (Catalog reader = MOVES.fleet.openReader();
        CroftDataSource application =
            CroftDataSource.builder(reader, MOVES.fleet.secret().application()).build();
        LedgerClients clients = LedgerClients.start(application, tenant)) {
      Ordeal.work(clients);
      Operation operation = mover.start(tenant, Isolation.DATABASE, US, mode, "test");
      String login = Route.of(tenant, operation.spec()).to().login();
      Failpoint.arm("fenced.before", () -> found.add(connections(login)));
      assertThat(mover.run(operation.id(), "test", MoveListener.NONE)).isPresent();
      Ordeal.work(clients);
      clients.stop();
      assertThat(clients.errors()).isEmpty();
    } finally {
      Failpoint.disarm();
    }
    return found.get(0);
  }

  private static int connections(String login) {
    try (Connection superuser = MOVES.fleet.server(US).connect("postgres");
        PreparedStatement count =
            superuser.prepareStatement("SELECT count(*) FROM pg_stat_activity WHERE usename = ?")) {
      count.setString(1, login);
      try (ResultSet row = count.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.croft.move;

import static io.croft.core.Isolation.DATABASE;
import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;
import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.croft.catalog.Operation;
import io.croft.catalog.OperationState;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ends a streamed move before its switch leaves the tenant where it is, and nothing else. */
class StreamedRefusalsIT {

  private final MoveFixture moves = new MoveFixture();

  /** What happens when a step is done. */
  private interface Event {
    void happens(Route route) throws SQLException;
  }

  @AfterEach
  void nothingIsLeft() throws SQLException {
    assertThat(LeftOvers.ofStreams(moves.fleet, EU)).isEmpty();
    assertThat(LeftOvers.ofStreams(moves.fleet, US)).isEmpty();
  }

  private Optional<MoveResult> run(Operation operation, MoveStep when, Event event) {
    Route route = Route.of(operation.tenant(), operation.spec());
    return moves.mover.run(
        operation.id(),
        "test",
        (step, detail) -> {
          if (step == when) {
            try {
              event.happens(route);
            } catch (SQLException e) {
              throw new IllegalStateException(e);
            }
          }
        });
  }

  private void assertRefused(ErrorCode code, TenantId tenant, MoveStep when, Event event)
      throws SQLException {
    assertRefused(code, tenant, SCHEMA, US, when, event);
  }

  private void assertRefused(
      ErrorCode code,
      TenantId tenant,
      Isolation isolation,
      String server,
      MoveStep when,
      Event event)
      throws SQLException {
    Placement before = moves.placement(tenant);
    Operation operation = moves.mover.start(tenant, isolation, server, MoveMode.STREAMED, "test");
    CroftException refused =
        catchThrowableOfType(CroftException.class, () -> run(operation, when, event));
    assertThat(refused).isNotNull();
    assertThat(refused.code()).as(refused.getMessage()).isEqualTo(code);
    assertThat(moves.placement(tenant)).isEqualTo(before);
    assertThat(LeftOvers.of(moves.fleet, Route.of(tenant, operation.spec()).to())).isEmpty();
    moves.addEntry(tenant);
    moves.fleet.catalog().operations().cancel(operation.id(), "test");
    moves.mover.run(operation.id(), "test", MoveListener.NONE);
  }

  private void asSuperuser(Placement home, String sql) throws SQLException {
    try (Connection superuser = moves.fleet.superuser(home);
        Statement statement = superuser.createStatement()) {
      statement.execute("SET search_path = " + home.schema());
      statement.execute(sql);
    }
  }

  /** The guard of a home that is not open fires for whoever is not its mover. */
  private static String unguarded(String table, String sql) {
    return "SET session_replication_role = replica; ALTER TABLE %1$s DISABLE TRIGGER croft_guard; %2$s; ALTER TABLE %1$s ENABLE ALWAYS TRIGGER croft_guard"
        .formatted(table, sql);
  }

  @Test
  void aSingleByteThatDiffersAtTheNewHomeIsFound() throws SQLException {
    TenantId tenant = moves.filledTenant(DATABASE, EU, 5, 20);
    String change =
        unguarded(
            "entry",
            "UPDATE entry SET note = 'X' || substr(note, 2) WHERE id = (SELECT min(id) FROM entry"
                + " WHERE note IS NOT NULL)");
    assertRefused(
        ErrorCode.VERIFICATION_FAILED,
        tenant,
        MoveStep.COPIED,
        route -> asSuperuser(route.to(), change));
  }

  @Test
  void aRowThatIsMissingAtTheNewHomeIsFound() throws SQLException {
    TenantId tenant = moves.filledTenant(DATABASE, EU, 5, 20);
    assertRefused(
        ErrorCode.VERIFICATION_FAILED,
        tenant,
        MoveStep.CAUGHT_UP,
        route ->
            asSuperuser(
                route.to(),
                unguarded("event", "DELETE FROM event WHERE happened_on = '2026-01-01'")));
  }

  @Test
  void aRowThatIsChangedWhenItIsGoneAtTheNewHomeEndsTheMove() throws SQLException {
    TenantId tenant = moves.filledTenant(DATABASE, EU, 5, 20);
    assertRefused(
        ErrorCode.VERIFICATION_FAILED,
        tenant,
        MoveStep.VERIFIED,
        route -> {
          asSuperuser(route.to(), unguarded("entry", "DELETE FROM entry"));
          asTenant(tenant, "UPDATE entry SET amount = 7");
        });
  }

  @Test
  void aRowThatIsTouchedAfterTheComparisonIsComparedUnderTheFence() throws SQLException {
    TenantId tenant = moves.filledTenant(DATABASE, EU, 5, 20);
    assertRefused(
        ErrorCode.VERIFICATION_FAILED,
        tenant,
        MoveStep.VERIFIED,
        route -> {
          asSuperuser(
              route.to(),
              "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS"
                  + " 'BEGIN NEW.amount := NEW.amount + 1; RETURN NEW; END';"
                  + " CREATE TRIGGER spoil BEFORE UPDATE ON entry FOR EACH ROW EXECUTE FUNCTION spoil();"
                  + " ALTER TABLE entry ENABLE ALWAYS TRIGGER spoil");
          asTenant(tenant, "UPDATE entry SET amount = 7 WHERE id = (SELECT min(id) FROM entry)");
        });
  }

  @Test
  void aMigrationDuringTheMoveEndsIt() throws SQLException {
    TenantId tenant = moves.filledTenant(DATABASE, EU, 5, 20);
    assertRefused(
        ErrorCode.SCHEMA_DIFFERS,
        tenant,
        MoveStep.COPIED,
        route ->
            asSuperuser(route.from(), "ALTER TABLE entry ALTER COLUMN note TYPE varchar(9999)"));
  }

  @Test
  void aMigrationThatTheGateHasNotCountedEndsItBeforeTheFence() throws SQLException {
    TenantId tenant = moves.filledTenant(DATABASE, EU, 5, 20);
    assertRefused(
        ErrorCode.SCHEMA_DIFFERS,
        tenant,
        MoveStep.COPIED,
        route ->
            asSuperuser(
                route.from(),
                "SET session_replication_role = replica;"
                    + " ALTER TABLE entry ALTER COLUMN note TYPE varchar(9999)"));
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void aMigrationThatCommitsBehindTheLastLookAtTheTablesEndsTheMove(Isolation isolation)
      throws SQLException {
    TenantId tenant = moves.filledTenant(isolation, EU, 5, 20);
    Placement home = moves.placement(tenant);
    Failpoint.arm(
        Failpoint.BEFORE.name(MoveStep.SWITCHED),
        () -> {
          try {
            asSuperuser(home, "ALTER TABLE entry ALTER COLUMN note TYPE varchar(9999)");
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
    try {
      Isolation other = isolation == SCHEMA ? DATABASE : SCHEMA;
      assertRefused(ErrorCode.SCHEMA_DIFFERS, tenant, other, US, MoveStep.CLEANED, route -> {});
    } finally {
      assertThat(Failpoint.disarm()).as("not reached").isFalse();
      asSuperuser(home, "ALTER TABLE entry ALTER COLUMN note TYPE text");
    }
  }

  @Test
  void aTenantThatChangesMoreRowsThanFitIntoMemoryEndsItAndItGoesOnAtAQuieterTime()
      throws SQLException {
    TenantId tenant = moves.filledTenant(DATABASE, EU, 5, 20);
    Mover narrow = moves.mover(MoveFixture.PATIENT.withMostTouched(10));
    Operation operation = narrow.start(tenant, SCHEMA, US, MoveMode.STREAMED, "test");
    CroftException refused =
        catchThrowableOfType(
            CroftException.class,
            () ->
                narrow.run(
                    operation.id(),
                    "test",
                    (step, detail) -> {
                      if (step == MoveStep.VERIFIED) {
                        writeMuch(tenant);
                      }
                    }));
    assertThat(refused.code()).as(refused.getMessage()).isEqualTo(ErrorCode.LEASE_LOST);
    assertThat(refused.getMessage()).contains("more than 10 rows");
    List<String> rows = LedgerRows.all(moves.fleet, moves.placement(tenant));
    moves.fleet.catalog().operations().retry(operation.id(), "test");
    assertThat(moves.mover.run(operation.id(), "test", MoveListener.NONE)).isPresent();
    assertThat(LedgerRows.all(moves.fleet, moves.placement(tenant))).isEqualTo(rows);
  }

  private void writeMuch(TenantId tenant) {
    try {
      asTenant(tenant, "UPDATE entry SET amount = amount + 1");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aSharedTableThatDiffersByNowEndsTheMove() throws SQLException {
    TenantId tenant = moves.filledTenant(POOL, EU, 5, 20);
    Placement home = moves.placement(tenant);
    assertRefused(
        ErrorCode.SHARED_TABLES_DIFFER,
        tenant,
        MoveStep.COPIED,
        route -> asSuperuser(home, "INSERT INTO currency VALUES ('XTS', 'for tests')"));
    asSuperuser(home, "DELETE FROM currency WHERE code = 'XTS'");
  }

  @Test
  void anErrorThatNobodyHasForeseenEndsTheMove() throws SQLException {
    TenantId tenant = moves.filledTenant(DATABASE, EU, 5, 20);
    assertRefused(
        ErrorCode.DATABASE_ERROR,
        tenant,
        MoveStep.VERIFIED,
        route -> {
          throw new UnsupportedOperationException("not foreseen");
        });
  }

  @Test
  void aTruncateDuringTheMoveEndsIt() throws SQLException {
    TenantId tenant = moves.filledTenant(DATABASE, EU, 5, 20);
    assertRefused(
        ErrorCode.SCHEMA_DIFFERS,
        tenant,
        MoveStep.COPIED,
        route -> asSuperuser(route.from(), unguarded("entry", "TRUNCATE entry")));
  }

  @Test
  void aWriterThatDoesNotEndKeepsNoSlotBehind() throws SQLException {
    TenantId tenant = moves.filledTenant(POOL, EU, 2, 2);
    TenantId neighbour = moves.filledTenant(POOL, EU, 2, 2);
    Mover impatient =
        moves.mover(MoveFixture.PATIENT.withPatience(java.time.Duration.ofSeconds(1)));
    Operation operation = impatient.start(tenant, SCHEMA, US, MoveMode.STREAMED, "test");
    try (Connection writing = TenantSession.open(moves.fleet, moves.placement(neighbour));
        Statement statement = writing.createStatement()) {
      statement.execute("UPDATE account SET balance = 3");
      assertThat(
              catchThrowableOfType(
                      CroftException.class,
                      () -> impatient.run(operation.id(), "test", MoveListener.NONE))
                  .code())
          .isEqualTo(ErrorCode.SLOT_TIMEOUT);
      writing.rollback();
    }
    moves.fleet.catalog().operations().retry(operation.id(), "test");
    assertThat(moves.mover.run(operation.id(), "test", MoveListener.NONE)).isPresent();
  }

  @Test
  void aMoveThatIsCancelledWhileItRunsIsUndone() throws SQLException {
    TenantId tenant = moves.filledTenant(POOL, EU, 5, 20);
    List<String> rows = LedgerRows.all(moves.fleet, moves.placement(tenant));
    Operation operation = moves.mover.start(tenant, DATABASE, US, MoveMode.STREAMED, "test");
    Optional<MoveResult> result =
        run(
            operation,
            MoveStep.COPIED,
            route -> moves.fleet.catalog().operations().cancel(operation.id(), "test"));
    assertThat(result).isEmpty();
    assertThat(moves.fleet.catalog().operations().operation(operation.id()).state())
        .isEqualTo(OperationState.CANCELLED);
    assertThat(LeftOvers.of(moves.fleet, Route.of(tenant, operation.spec()).to())).isEmpty();
    assertThat(LedgerRows.all(moves.fleet, moves.placement(tenant))).isEqualTo(rows);
  }

  private void asTenant(TenantId tenant, String sql) throws SQLException {
    try (Connection session = TenantSession.open(moves.fleet, moves.placement(tenant));
        Statement statement = session.createStatement()) {
      statement.execute(sql);
      session.commit();
    }
  }
}

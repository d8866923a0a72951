package io.croft.move;

import static io.croft.core.Isolation.DATABASE;
import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;
import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.croft.catalog.NewTenant;
import io.croft.catalog.Operation;
import io.croft.catalog.OperationState;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import io.croft.core.Slug;
import io.croft.core.TenantId;
import io.croft.home.Provisioning;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class MoveRefusalsIT {

  private final MoveFixture moves = new MoveFixture();

  @Test
  void refusesAMoveToWhereTheTenantAlreadyIs() {
    TenantId tenant = moves.fleet.tenant(POOL, EU);

    assertThat(refusal(() -> moves.mover.start(tenant, POOL, EU, "test")))
        .isEqualTo(ErrorCode.ALREADY_THERE);
    assertThat(moves.fleet.catalog().operations().active(tenant)).isEmpty();
  }

  @Test
  void refusesAnUnknownTenantAndAnUnknownServer() {
    TenantId tenant = moves.fleet.tenant(POOL, EU);

    assertThat(refusal(() -> moves.mover.preview(TenantId.random(), SCHEMA, EU)))
        .isEqualTo(ErrorCode.TENANT_UNKNOWN);
    assertThat(refusal(() -> moves.mover.start(tenant, SCHEMA, "mars-1", "test")))
        .isEqualTo(ErrorCode.SERVER_UNKNOWN);
  }

  @Test
  void refusesARegionThatTheTenantMayNotLeave() {
    TenantId tenant =
        new Provisioning(moves.fleet.catalog(), moves.fleet.homes())
            .provision(
                new NewTenant(TenantId.random(), Slug.of("stays-in-eu"), "Stays", "any", "eu"),
                Optional.empty(),
                Optional.empty(),
                "test")
            .id();

    assertThat(refusal(() -> moves.mover.start(tenant, SCHEMA, US, "test")))
        .isEqualTo(ErrorCode.REGION_FORBIDDEN);
  }

  @Test
  void refusesASecondMoveOfTheSameTenant() {
    TenantId tenant = moves.fleet.tenant(POOL, EU);
    Operation first = moves.mover.start(tenant, SCHEMA, EU, "test");

    assertThat(refusal(() -> moves.mover.start(tenant, DATABASE, EU, "test")))
        .isEqualTo(ErrorCode.OPERATION_IN_PROGRESS);

    assertThat(moves.mover.run(first.id(), "test", MoveListener.NONE)).isPresent();
  }

  @Test
  void refusesAFencedCopyOfATenantTooLargeForTheLeaseAndMakesNothing() throws SQLException {
    TenantId tenant = moves.filledTenant(POOL, EU, 30, 30);
    Mover impatient = moves.mover(MoveFixture.PATIENT.withLease(Duration.ofMillis(20)));
    Operation operation = impatient.start(tenant, SCHEMA, EU, MoveMode.FENCED_COPY, "test");

    assertThat(refusal(() -> impatient.run(operation.id(), "test", MoveListener.NONE)))
        .isEqualTo(ErrorCode.MOVE_TOO_LARGE);
    assertThat(LeftOvers.of(moves.fleet, target(tenant, operation))).isEmpty();
    assertThat(state(operation)).isEqualTo(OperationState.FAILED);
    moves.addEntry(tenant);
  }

  @Test
  void refusesAServerThatWithholdsRightsFromTheMover() throws SQLException {
    TenantId tenant = moves.filledTenant(SCHEMA, EU, 2, 2);
    Operation operation = moves.mover.start(tenant, POOL, US, "test");
    try (Connection superuser = moves.fleet.catalog().admin(US, "postgres");
        Statement statement = superuser.createStatement()) {
      statement.execute("ALTER ROLE croft_mover NOBYPASSRLS");
      assertThat(refusal(() -> moves.mover.preview(tenant, POOL, US)))
          .isEqualTo(ErrorCode.MOVE_UNSUPPORTED);
      assertThat(refusal(() -> moves.mover.run(operation.id(), "test", MoveListener.NONE)))
          .isEqualTo(ErrorCode.MOVE_UNSUPPORTED);
      statement.execute("ALTER ROLE croft_mover BYPASSRLS");
    }
    moves.fleet.catalog().operations().retry(operation.id(), "test");
    assertThat(moves.mover.run(operation.id(), "test", MoveListener.NONE)).isPresent();
  }

  @Test
  void refusesWhenSharedTablesDiffer() throws SQLException {
    TenantId tenant = moves.filledTenant(POOL, EU, 2, 2);
    Operation operation = moves.mover.start(tenant, POOL, US, "test");
    try (Connection superuser = moves.fleet.catalog().admin(US, "croft_app");
        Statement statement = superuser.createStatement()) {
      statement.execute("INSERT INTO app.currency VALUES ('INR', 'Indian rupee')");
      assertThat(refusal(() -> moves.mover.run(operation.id(), "test", MoveListener.NONE)))
          .isEqualTo(ErrorCode.SHARED_TABLES_DIFFER);
      assertThat(LeftOvers.of(moves.fleet, target(tenant, operation))).isEmpty();
      statement.execute("DELETE FROM app.currency WHERE code = 'INR'");
    }
    moves.addEntry(tenant);
  }

  @Test
  void waitsForALongTransactionOnlySoLongAndDoesNotStallTheTenant() throws SQLException {
    TenantId tenant = moves.filledTenant(POOL, EU, 2, 2);
    Mover impatient =
        moves.mover(
            MoveFixture.PATIENT
                .withLease(Duration.ofMillis(500))
                .withPatience(Duration.ofMillis(700)));
    Operation operation = impatient.start(tenant, SCHEMA, EU, "test");

    try (Connection inside = TenantSession.open(moves.fleet, moves.placement(tenant))) {
      assertThat(refusal(() -> impatient.run(operation.id(), "test", MoveListener.NONE)))
          .isEqualTo(ErrorCode.TENANT_BUSY);
      inside.commit();
    }
    moves.addEntry(tenant);

    moves.fleet.catalog().operations().retry(operation.id(), "test");
    assertThat(impatient.run(operation.id(), "test", MoveListener.NONE)).isPresent();
    moves.addEntry(tenant);
  }

  @Test
  void findsASingleByteThatDiffersAndLeavesTheTenantWhereItIs() throws SQLException {
    TenantId tenant = moves.filledTenant(SCHEMA, EU, 5, 20);
    List<String> rows = new ArrayList<>();
    // A move refuses homes with such a trigger, so it comes later, and spoils what is copied anew.
    MoveListener corrupting =
        (step, detail) -> {
          if (step == MoveStep.COPIED) {
            corruptPool(US, "NEW.note := 'X' || substr(NEW.note, 2)");
            rows.addAll(changeEntries(tenant));
          }
        };
    try {
      Operation operation = moves.mover.start(tenant, POOL, US, "test");

      CroftException refused =
          catchThrowableOfType(
              CroftException.class, () -> moves.mover.run(operation.id(), "test", corrupting));

      assertThat(refused.code()).isEqualTo(ErrorCode.VERIFICATION_FAILED);
      assertThat(refused).hasMessageContaining("entry").hasMessageContaining("(changed)");
      assertThat(LeftOvers.of(moves.fleet, target(tenant, operation))).isEmpty();
      assertThat(LedgerRows.all(moves.fleet, moves.placement(tenant))).isEqualTo(rows);
      moves.addEntry(tenant);
    } finally {
      healPool(US);
    }
  }

  @Test
  void failsVisiblyWhenTheTargetIsDownAndResumesWhenItIsUp() throws SQLException {
    TenantId tenant = moves.filledTenant(POOL, EU, 2, 2);
    Operation operation = moves.mover.start(tenant, DATABASE, US, "test");
    moves.fleet.server(US).kill();
    try {
      assertThat(refusal(() -> moves.mover.run(operation.id(), "test", MoveListener.NONE)))
          .isEqualTo(ErrorCode.SERVER_UNREACHABLE);
      assertThat(state(operation)).isEqualTo(OperationState.FAILED);
      moves.addEntry(tenant);
    } finally {
      moves.fleet.server(US).restart();
    }

    moves.fleet.catalog().operations().retry(operation.id(), "test");
    assertThat(moves.mover.run(operation.id(), "test", MoveListener.NONE)).isPresent();
    moves.addEntry(tenant);
  }

  @Test
  void previewsWithoutChangingAnything() throws SQLException {
    TenantId tenant = moves.filledTenant(POOL, EU, 4, 5);
    Placement before = moves.placement(tenant);

    MovePreview preview = moves.mover.preview(tenant, DATABASE, US);

    assertThat(preview.rows()).isEqualTo(4 + 20 + 22 + 2);
    assertThat(preview.mode()).isEqualTo(MoveMode.FENCED_COPY);
    assertThat(preview.problems()).isEmpty();
    assertThat(preview.steps()).isEqualTo(MoveMode.FENCED_COPY.steps());
    assertThat(moves.placement(tenant)).isEqualTo(before);
    assertThat(moves.fleet.catalog().operations().active(tenant)).isEmpty();
  }

  private static ErrorCode refusal(ThrowingCallable work) {
    return catchThrowableOfType(CroftException.class, work).code();
  }

  private OperationState state(Operation operation) {
    return moves.fleet.catalog().operations().operation(operation.id()).state();
  }

  private Placement target(TenantId tenant, Operation operation) {
    return Route.of(tenant, operation.spec()).to();
  }

  /** A trigger that fires even for the mover changes what arrives in one pool. */
  /** Returns what the tenant has afterwards. */
  private List<String> changeEntries(TenantId tenant) {
    Placement home = moves.placement(tenant);
    try (Connection session = TenantSession.open(moves.fleet, home);
        Statement statement = session.createStatement()) {
      statement.execute("UPDATE entry SET amount = amount + 1");
      session.commit();
      return LedgerRows.all(moves.fleet, home);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void corruptPool(String server, String change) {
    try (Connection superuser = moves.fleet.server(server).connect(Placement.SHARED_DATABASE);
        Statement statement = superuser.createStatement()) {
      statement.execute(
          """
          CREATE FUNCTION public.corrupt() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN %s; RETURN NEW; END $$;
          CREATE TRIGGER corrupt BEFORE INSERT ON app.entry FOR EACH ROW
          WHEN (NEW.note IS NOT NULL) EXECUTE FUNCTION public.corrupt();
          ALTER TABLE app.entry ENABLE ALWAYS TRIGGER corrupt
          """
              .formatted(change));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void healPool(String server) throws SQLException {
    try (Connection superuser = moves.fleet.server(server).connect(Placement.SHARED_DATABASE);
        Statement statement = superuser.createStatement()) {
      statement.execute("DROP FUNCTION public.corrupt CASCADE");
    }
  }
}

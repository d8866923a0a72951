package io.croft.move;

import static io.croft.core.Isolation.DATABASE;
import static io.croft.core.Isolation.SCHEMA;
import static io.croft.test.TestFleet.EU;
import static io.croft.test.TestFleet.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.croft.catalog.Operation;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

/** A migration that commits while a fenced copy gives its notice is not lost. */
class FencedMigrationIT {

  private final MoveFixture moves = new MoveFixture();

  @Test
  void endsWhenTheTablesWereChangedAfterTheyWereCopied() throws Exception {
    TenantId tenant = moves.filledTenant(SCHEMA, EU, 5, 10);
    Placement left = moves.placement(tenant);
    Operation move = moves.mover.start(tenant, DATABASE, US, MoveMode.FENCED_COPY, "test");
    Failpoint.arm(Failpoint.BEFORE.name(MoveStep.FENCED), () -> migrate(left));
    try {
      assertThatThrownBy(() -> moves.mover.run(move.id(), "test", MoveListener.NONE))
          .asInstanceOf(type(CroftException.class))
          .extracting(CroftException::code)
          .isEqualTo(ErrorCode.SCHEMA_DIFFERS);
    } finally {
      Failpoint.disarm();
    }
    assertThat(moves.placement(tenant)).isEqualTo(left);
  }

  /** A column, and what the tenant has in it; nothing of it is in the copy. */
  private void migrate(Placement home) {
    try (Connection superuser = moves.fleet.superuser(home);
        Statement statement = superuser.createStatement()) {
      statement.execute(
          "ALTER TABLE \"%s\".entry ADD COLUMN late text DEFAULT 'kept'".formatted(home.schema()));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}

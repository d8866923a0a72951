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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A migration that commits while a fenced copy gives its notice is not lost. */
class FencedMigrationIT {

  private final MoveFixture moves = new MoveFixture();

  @ParameterizedTest
  @ValueSource(
      strings = {
        // With it what the tenant has in it; nothing of it is in the copy.
        "ALTER TABLE entry ADD COLUMN late text DEFAULT 'kept'",
        "ALTER TABLE entry ALTER COLUMN note SET DEFAULT 'late'",
        "ALTER TABLE entry ADD CHECK (amount > -1000000)",
        "CREATE INDEX ON entry (tenant_id, note)",
        "DROP INDEX entry_operation",
        "CREATE TRIGGER late BEFORE UPDATE ON entry"
            + " FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()"
      })
  void endsWhenTheTablesWereChangedAfterTheyWereCopied(String migration) throws Exception {
    TenantId tenant = moves.filledTenant(SCHEMA, EU, 5, 10);
    Placement left = moves.placement(tenant);
    Operation move = moves.mover.start(tenant, DATABASE, US, MoveMode.FENCED_COPY, "test");
    Failpoint.arm(Failpoint.BEFORE.name(MoveStep.FENCED), () -> migrate(left, migration));
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

  private void migrate(Placement home, String migration) {
    try (Connection superuser = moves.fleet.superuser(home);
        Statement statement = superuser.createStatement()) {
      statement.execute("SET search_path = \"%s\"".formatted(home.schema()));
      statement.execute(migration);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}

package io.croft.move;

import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.croft.catalog.Operation;
import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no move can carry is told by a preview and refused before anything is copied. */
class UnmovableIT {

  private final MoveFixture moves = new MoveFixture();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FENCED_COPY | holds the type regclass           | keep a name                       | ALTER TABLE entry ADD about regclass
          STREAMED    | holds the type regtype            | keep a name                       | CREATE DOMAIN kind AS regtype; CREATE TYPE pair AS (a kind, b integer); ALTER TABLE entry ADD about pair[]
          STREAMED    | of which no text can be read      | drop the column                   | ALTER TABLE entry ADD tree pg_node_tree
          FENCED_COPY | has the trigger loud, which fires | ENABLE TRIGGER loud               | CREATE TRIGGER loud BEFORE UPDATE ON entry FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger(); ALTER TABLE entry ENABLE ALWAYS TRIGGER loud
          STREAMED    | has the trigger loud, which fires | ENABLE TRIGGER loud               | CREATE TRIGGER loud BEFORE UPDATE ON category FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger(); ALTER TABLE category ENABLE REPLICA TRIGGER loud
          FENCED_COPY | has the constraint small, which   | VALIDATE CONSTRAINT small         | ALTER TABLE entry ADD CONSTRAINT small CHECK (amount < 2) NOT VALID
          STREAMED    | has the constraint low, which     | ALTER DOMAIN app.code VALIDATE    | CREATE DOMAIN code AS text; ALTER TABLE entry ADD codes code[]; ALTER DOMAIN code ADD CONSTRAINT low CHECK (VALUE = lower(VALUE)) NOT VALID
          STREAMED    | replica identity without id       | REPLICA IDENTITY DEFAULT          | CREATE UNIQUE INDEX other ON account (tenant_id, name); ALTER TABLE account REPLICA IDENTITY USING INDEX other
          STREAMED    | has a replica identity without id | REPLICA IDENTITY DEFAULT          | CREATE UNIQUE INDEX other ON event_new (tenant_id, happened_on); ALTER TABLE event_new REPLICA IDENTITY USING INDEX other
          """)
  void isRefusedWithItsReasonAndWhatToDo(MoveMode mode, String problem, String fix, String change)
      throws SQLException {
    TenantId tenant = moves.filledTenant(Isolation.DATABASE, EU, 2, 3);
    Placement home = moves.placement(tenant);
    try (Connection superuser = moves.fleet.superuser(home);
        Statement statement = superuser.createStatement()) {
      statement.execute("SET search_path = " + home.schema());
      statement.execute(change);
    }
    assertThat(moves.mover.preview(tenant, Isolation.SCHEMA, US, mode).problems())
        .anySatisfy(found -> assertThat(found).contains(problem, fix));
    Operation operation = moves.mover.start(tenant, Isolation.SCHEMA, US, mode, "test");
    CroftException refused =
        catchThrowableOfType(
            CroftException.class, () -> moves.mover.run(operation.id(), "test", MoveListener.NONE));
    assertThat(refused.code()).isEqualTo(ErrorCode.MOVE_UNSUPPORTED);
    assertThat(refused).hasMessageContaining(problem).hasMessageContaining(fix);
    assertThat(moves.placement(tenant)).isEqualTo(home);
    assertThat(LeftOvers.of(moves.fleet, Route.of(tenant, operation.spec()).to())).isEmpty();
    moves.addEntry(tenant);
  }
}

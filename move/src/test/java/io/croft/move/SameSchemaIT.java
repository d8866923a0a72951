package io.croft.move;

import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;
import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody has made in one home alone would be lost, or missing, in the next one. */
class SameSchemaIT {

  private final MoveFixture moves = new MoveFixture();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "+ index CREATE INDEX by_hand | CREATE INDEX by_hand ON entry (tenant_id, note) | POOL",
        "- index CREATE INDEX entry_operation | DROP INDEX entry_operation | DATABASE",
        "+ column entry.note #            | ALTER TABLE entry ALTER note SET DEFAULT 'late' | SCHEMA",
        "+ constraint by_hand of entry    | ALTER TABLE entry ADD CONSTRAINT by_hand CHECK (amount > -1000000) | POOL",
        "+ trigger CREATE TRIGGER by_hand | CREATE TRIGGER by_hand BEFORE UPDATE ON entry FOR EACH ROW EXECUTE"
            + " FUNCTION suppress_redundant_updates_trigger() | DATABASE",
        "+ routine                        | CREATE FUNCTION by_hand() RETURNS int LANGUAGE sql RETURN 1 | SCHEMA",
        "+ relation by_hand               | CREATE VIEW by_hand AS SELECT * FROM entry | POOL",
        "+ sequence by_hand               | CREATE SEQUENCE by_hand | DATABASE",
      })
  void refusesAHomeThatDiffersFromTheNewOne(String difference, String byHand, Isolation isolation)
      throws SQLException {
    TenantId tenant = moves.filledTenant(SCHEMA, EU, 2, 3);
    Placement home = moves.placement(tenant);
    execute(home, byHand);
    assertThat(moves.mover.preview(tenant, isolation, US).problems())
        .anyMatch(problem -> problem.contains(difference));
    for (MoveMode mode : MoveMode.values()) {
      assertThatThrownBy(() -> moves.move(tenant, isolation, US, mode))
          .asInstanceOf(type(CroftException.class))
          .satisfies(
              refusal -> {
                assertThat(refusal.code()).isEqualTo(ErrorCode.SCHEMA_DIFFERS);
                assertThat(refusal).hasMessageContaining(difference);
              });
      assertThat(moves.placement(tenant)).isEqualTo(home);
      assertThat(LeftOvers.ofStreams(moves.fleet, EU)).isEmpty();
    }
  }

  /** How rows are stored and estimated is the operator's affair, and a comment nobody's. */
  @Test
  void mindsNoDifferenceThatNoStatementCanMeet() throws SQLException {
    TenantId tenant = moves.filledTenant(SCHEMA, EU, 2, 3);
    Placement home = moves.placement(tenant);
    List<String> rows = LedgerRows.all(moves.fleet, home);
    execute(
        home,
        """
        ALTER TABLE entry SET (fillfactor = 70, autovacuum_vacuum_scale_factor = 0.01);
        ALTER TABLE entry ALTER note SET STATISTICS 500, ALTER note SET STORAGE EXTERNAL;
        COMMENT ON TABLE entry IS 'by hand'
        """);
    moves.move(tenant, POOL, US, MoveMode.FENCED_COPY);
    assertThat(LedgerRows.all(moves.fleet, moves.placement(tenant))).isEqualTo(rows);
  }

  private void execute(Placement home, String sql) throws SQLException {
    try (Connection superuser = moves.fleet.superuser(home);
        Statement statement = superuser.createStatement()) {
      statement.execute("SET search_path = \"%s\"".formatted(home.schema()));
      statement.execute(sql);
    }
  }
}

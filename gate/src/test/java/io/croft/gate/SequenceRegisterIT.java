package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is particular to a register in sequences: nothing of it may be forged or outlive its lock.
 */
final class SequenceRegisterIT {

  private static GateDatabase database;

  @BeforeAll
  static void createDatabase() throws SQLException {
    database = GateDatabase.create();
    try (Connection admin = database.admin()) {
      Gate.install(admin, Register.SEQUENCES);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT setval('croft.register_high', 1)",
        "SELECT setval('croft.register_at', 1)",
        "SELECT nextval('croft.register_low')",
        "SELECT currval('croft.register_low')",
        "SELECT last_value FROM croft.register_high",
        "ALTER SEQUENCE croft.register_high RESTART 7",
        "DROP SEQUENCE croft.register_high",
        "SELECT croft.write_register(gen_random_uuid(), 1, '')",
        "SELECT croft.has_entered()",
        "SELECT croft.register_epoch()",
      })
  void refusesToTouchTheRegister(String attack) throws SQLException {
    try (Connection own = database.entered(database.ann())) {
      assertThat(Sql.state(own, attack)).isEqualTo("42501");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT lastval()",
        "SELECT pg_sequence_last_value('croft.register_high')",
        "SELECT max(last_value) FROM pg_sequences WHERE schemaname = 'croft'",
      })
  void showsNothingOfWhatAnotherHasWritten(String attack) throws SQLException {
    try (Connection own = database.entered(database.ann())) {
      String state = Sql.state(own, attack);
      if (state.equals(Sql.FINE)) {
        assertThat(Sql.text(own, attack)).isEqualTo("null");
      } else {
        assertThat(state).isIn("42501", "55000");
      }
    }
  }

  @Test
  void gainsNothingByForgingTheMark() throws SQLException {
    try (Connection own = database.pool()) {
      Sql.run(own, "SET croft.entered = 'yes'");
      assertThat(Sql.state(own, "SELECT * FROM customer")).isEqualTo("55000");
    }
    try (Connection own = database.entered(database.ann())) {
      own.commit();
      Sql.run(own, "SET croft.entered = 'yes'");
      assertThat(Sql.state(own, "SELECT * FROM customer")).isEqualTo(GateState.NO_TENANT);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"RESET croft.entered", "SET LOCAL croft.entered = ''", "DISCARD SEQUENCES"})
  void failsClosedWhenThePartsAreTaken(String attack) throws SQLException {
    try (Connection own = database.entered(database.ann())) {
      Sql.run(own, attack);
      assertThat(Sql.state(own, "SELECT * FROM customer")).isIn(GateState.NO_TENANT, "55000");
    }
  }

  @Test
  void readsInATransactionThatTurnsReadOnlyAfterwards() throws SQLException {
    try (Connection own = database.entered(database.ann())) {
      Sql.run(own, "SET TRANSACTION READ ONLY");
      assertThat(Sql.number(own, "SELECT count(*) FROM customer")).isEqualTo(3);
      assertThat(Sql.state(own, "DELETE FROM customer")).isEqualTo("25006");
    }
  }

  /**
   * The transactions of one message share their start, so the register would hold in the second.
   */
  @Test
  void takesTheLockAgainBeforeEachWrite() throws SQLException {
    var tenant = database.newPoolTenant();
    try (Connection own = database.entered(tenant);
        Connection mover = database.mover()) {
      own.commit();
      own.setAutoCommit(true);
      Sql.run(own, "SELECT croft.enter(?)", database.seal(tenant, own));
      assertThat(MoverGate.fence(mover, tenant, 1, Duration.ofSeconds(5))).isTrue();
      // Says that the register of that transaction still holds here.
      String later =
          "DO $$ BEGIN PERFORM setval('croft.register_at', (date_part('epoch', now()) * 1e6)::bigint);"
              + " PERFORM set_config('croft.entered', 'yes', true); END $$;";
      try (Connection admin = database.admin()) {
        Sql.script(
            admin,
            "CREATE FUNCTION croft.linger() RETURNS void LANGUAGE plpgsql SECURITY DEFINER AS $f$ "
                + later.substring(6, later.length() - 4)
                + " $f$; ALTER FUNCTION croft.linger() OWNER TO croft_owner");
      }
      String write = "SELECT croft.linger(); UPDATE customer SET name = 'late'";
      assertThat(Sql.state(() -> Sql.script(own, write))).isEqualTo(GateState.FENCED);
      assertThat(MoverGate.unfence(mover, tenant, 1)).isTrue();
      assertThat(Sql.state(() -> Sql.script(own, write))).isEqualTo(Sql.FINE);
      try (Connection admin = database.admin()) {
        Sql.run(admin, "DROP FUNCTION croft.linger()");
      }
    }
  }

  @Test
  void keepsEveryTenantWhole() throws SQLException {
    for (String id :
        new String[] {
          "00000000-0000-0000-0000-000000000000",
          "ffffffff-ffff-ffff-ffff-ffffffffffff",
          "80000000-0000-0000-8000-000000000000",
          "7fffffff-ffff-ffff-7fff-ffffffffffff"
        }) {
      var placement =
          new io.croft.core.Placement(
              TenantId.of(id),
              database.ann().isolation(),
              database.ann().server(),
              database.ann().database(),
              database.ann().schema(),
              database.ann().login(),
              1);
      try (Connection admin = database.admin()) {
        HomeGate.addOpen(admin, placement);
      }
      try (Connection own = database.entered(placement)) {
        assertThat(Sql.text(own, "SELECT croft.tenant()::text")).isEqualTo(id);
        assertThat(Sql.text(own, "SELECT croft.register()")).isEqualTo(id.replace("-", ""));
      }
    }
  }
}

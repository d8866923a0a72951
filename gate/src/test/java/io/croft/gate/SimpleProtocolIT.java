package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What holds and what does not where the driver sends SQL text only (preferQueryMode=simple). The
 * data source refuses that mode.
 */
class SimpleProtocolIT {

  private static final String DRAW = "SELECT nextval('invoice_number')";

  private static GateDatabase database;

  private Connection own;

  @BeforeAll
  static void createDatabase() throws SQLException {
    database = GateDatabase.create();
  }

  @BeforeEach
  void connect() throws SQLException {
    Properties properties = GateServer.options("app");
    properties.setProperty("preferQueryMode", "simple");
    own = GateServer.connect(database.name(), "croft_app", properties);
  }

  @AfterEach
  void close() throws SQLException {
    own.close();
  }

  @Test
  void readsAndWritesItsOwnRowsInATransaction() throws SQLException {
    own.setAutoCommit(false);
    Sql.script(own, enter(false));
    Sql.run(own, "INSERT INTO customer (name) VALUES (?)", "x");
    assertThat(Sql.column(own, "SELECT DISTINCT tenant_id FROM customer"))
        .containsExactly(database.ann().tenant().toString());
  }

  @Test
  void runsNothingMoreInATransactionAfterARefusal() throws SQLException {
    own.setAutoCommit(false);
    long drawn = drawn();
    assertThat(Sql.state(() -> Sql.script(own, enter(true) + "; " + DRAW)))
        .isEqualTo(GateState.SEAL_REJECTED);
    assertThat(Sql.state(own, "SELECT count(*) FROM customer")).isEqualTo("25P02");
    assertThat(drawn()).isEqualTo(drawn);
  }

  @Test
  void aTextOfSeveralStatementsIsOneTransaction() throws SQLException {
    long drawn = drawn();
    assertThat(Sql.state(() -> Sql.script(own, enter(true) + "; " + DRAW)))
        .isEqualTo(GateState.SEAL_REJECTED);
    assertThat(drawn()).isEqualTo(drawn);
    assertThat(Sql.state(() -> Sql.script(own, enter(false) + "; SELECT * FROM customer")))
        .isEqualTo(Sql.FINE);
    assertThat(Sql.state(own, "SELECT * FROM customer")).isEqualTo(GateState.NO_TENANT);
  }

  @Test
  void runsWhatIsNoTableAlthoughTheGateRefusedWhenValuesAreBound() throws SQLException {
    long drawn = drawn();
    assertThat(Sql.state(own, "SELECT croft.enter(?); " + DRAW, seal(true)))
        .isEqualTo(GateState.SEAL_REJECTED);
    assertThat(drawn()).as("this is why the mode is refused").isEqualTo(drawn + 1);
  }

  @Test
  void losesTheEntryButShowsNoRowWhenValuesAreBound() throws SQLException {
    for (boolean forged : new boolean[] {true, false}) {
      assertThat(Sql.state(own, "SELECT croft.enter(?); SELECT * FROM customer", seal(forged)))
          .isEqualTo(forged ? GateState.SEAL_REJECTED : GateState.NO_TENANT);
    }
  }

  @Test
  void extendedProtocolRunsNothingAfterARefusal() throws SQLException {
    try (Connection extended = database.pool()) {
      long drawn = drawn();
      assertThat(Sql.state(extended, "SELECT croft.enter(?); " + DRAW, seal(true)))
          .isEqualTo(GateState.SEAL_REJECTED);
      assertThat(drawn()).isEqualTo(drawn);
    }
  }

  private static long drawn() throws SQLException {
    try (Connection admin = database.admin()) {
      return Sql.number(
          admin, "SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM app.invoice_number");
    }
  }

  private String enter(boolean forged) throws SQLException {
    return "SELECT croft.enter('\\x" + HexFormat.of().formatHex(seal(forged)) + "')";
  }

  private byte[] seal(boolean forged) throws SQLException {
    byte[] seal = database.seal(database.ann(), own);
    if (forged) {
      seal[seal.length - 1] ^= 1;
    }
    return seal;
  }
}

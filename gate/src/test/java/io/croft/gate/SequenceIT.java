package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sequences over a switch: no number is given out twice. */
class SequenceIT {

  private static final String DRAW = "SELECT nextval('invoice_number')";

  private static GateDatabase database;

  @BeforeAll
  static void createDatabase() throws SQLException {
    database = GateDatabase.create();
  }

  @ParameterizedTest
  @CsvSource({"SCHEMA, false", "SCHEMA, true", "DATABASE, false", "DATABASE, true"})
  void neverRepeatANumberThatAForeignClientDrewDuringTheSwitch(
      Isolation isolation, boolean inOneTransaction) throws Exception {
    Placement home = database.newHome(isolation);
    try (Attempt attempt = Attempt.on(database, home, Isolation.SCHEMA);
        Connection drawer = database.connect(home);
        Connection next = database.connect(attempt.to())) {
      long first = Sql.number(drawer, DRAW);
      drawer.setAutoCommit(!inOneTransaction);
      CompletableFuture<List<Long>> drawn =
          CompletableFuture.supplyAsync(() -> drawUntilRefused(drawer));
      attempt.complete();
      long highest = drawn.get().stream().reduce(first, Math::max);
      assertThat(Sql.number(next, DRAW)).isGreaterThan(highest);
      assertThat(Sql.number(next, "SELECT nextval('booking_id_seq')")).isGreaterThan(3);
      assertThat(Sql.number(next, "SELECT nextval('customer_id_seq')")).isGreaterThan(3);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {-5, 1, 900, 200_000})
  void ofAPoolAreOnlyEverRaisedWhileItsOtherTenantsDraw(long ahead) throws Exception {
    Placement home = database.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(database, home, Isolation.POOL);
        Connection admin = database.admin();
        Connection pool = database.pool()) {
      long present = Sql.number(admin, "SELECT last_value FROM app.invoice_number");
      Sql.run(
          admin,
          "SELECT setval('\"%s\".invoice_number', greatest(1, ?))".formatted(home.schema()),
          present - 1000 + ahead);
      attempt.fence();
      attempt.switchOver();
      byte[] pass = attempt.handover();
      AtomicBoolean opened = new AtomicBoolean();
      CompletableFuture<List<Long>> drawn =
          CompletableFuture.supplyAsync(() -> drawUntil(opened, pool));
      MoverGate.open(attempt.target(), attempt.to(), pass);
      opened.set(true);
      assertThat(drawn.get()).doesNotHaveDuplicates().isSorted();
      assertThat(Sql.number(pool, DRAW)).isGreaterThan(present + Math.max(0, ahead));
    }
  }

  @Test
  void stayWithinTheirBounds() throws SQLException {
    Placement home = database.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(database, home, Isolation.SCHEMA);
        Connection admin = database.admin();
        Connection next = database.connect(attempt.to())) {
      Sql.script(
          admin,
          """
          ALTER SEQUENCE "%1$s".invoice_number INCREMENT -1 MINVALUE -500 MAXVALUE -1 START -1 RESTART -400;
          ALTER SEQUENCE "%2$s".invoice_number INCREMENT -1 MINVALUE -500 MAXVALUE -1 START -1 RESTART;
          """
              .formatted(home.schema(), attempt.to().schema()));
      attempt.complete();
      assertThat(Sql.state(next, DRAW)).as("it is used up").isEqualTo("2200H");
    }
  }

  private static List<Long> drawUntilRefused(Connection drawer) {
    List<Long> drawn = new ArrayList<>();
    try {
      while (true) {
        drawn.add(Sql.number(drawer, DRAW));
      }
    } catch (SQLException refused) {
      assertThat(refused.getSQLState()).isIn("42501", "42P01", "57P01", "08006");
      return drawn;
    }
  }

  private static List<Long> drawUntil(AtomicBoolean end, Connection pool) {
    List<Long> drawn = new ArrayList<>();
    try {
      while (!end.get()) {
        drawn.add(Sql.number(pool, DRAW));
      }
      return drawn;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}

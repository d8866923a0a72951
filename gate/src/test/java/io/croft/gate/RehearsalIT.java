package io.croft.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A rehearsal of the switch and the opening has no effect that anybody could notice. */
class RehearsalIT {

  private static final String DRAW = "SELECT nextval('invoice_number')";

  private static GateDatabase database;

  @BeforeAll
  static void createDatabase() throws SQLException {
    database = GateDatabase.create();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void repeatsNoNumberOfASequenceThatBeginsAnewMeanwhile(boolean rehearsed) throws SQLException {
    Placement home = database.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(database, home, Isolation.SCHEMA);
        Connection admin = database.admin();
        Connection drawer = database.connect(home);
        Connection next = database.connect(attempt.to())) {
      Sql.script(
          admin,
          """
          ALTER SEQUENCE "%1$s".invoice_number MAXVALUE 5000 CYCLE RESTART 4995;
          ALTER SEQUENCE "%2$s".invoice_number MAXVALUE 5000 CYCLE;
          """
              .formatted(home.schema(), attempt.to().schema()));
      if (rehearsed) {
        rehearse(attempt);
      }
      List<Long> drawn = draw(drawer, 10);
      attempt.complete();
      assertThat(draw(next, 10)).doesNotContainAnyElementsOf(drawn);
    }
  }

  @Test
  void leavesBothHomesAsTheyAre() throws SQLException {
    Placement home = database.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(database, home, Isolation.SCHEMA);
        Connection drawer = database.connect(home)) {
      MoverGate.setMark(attempt.source(), home);
      rehearse(attempt);
      assertThat(draw(drawer, 1)).hasSize(1);
      // A REVOKE is itself a change of definitions, which would end the move.
      assertThat(changes(attempt)).isZero();
      assertThat(HomeGate.read(attempt.source(), home).orElseThrow().state())
          .isEqualTo(HomeState.OPEN);
      assertThat(HomeGate.read(attempt.target(), attempt.to()).orElseThrow().state())
          .isEqualTo(HomeState.PREPARING);
      attempt.complete();
    }
  }

  @Test
  void waitsForNoMigration() throws SQLException {
    Placement home = database.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(database, home, Isolation.SCHEMA);
        Connection migration = database.admin()) {
      MoverGate.setMark(attempt.source(), home);
      migration.setAutoCommit(false);
      Sql.run(migration, "CREATE TABLE \"%s\".later (id bigint)".formatted(home.schema()));
      // It holds the very row of the catalogs that the rehearsal changes.
      Sql.run(migration, "GRANT USAGE ON SCHEMA \"%s\" TO croft_mover".formatted(home.schema()));
      Sql.run(attempt.source(), "SET statement_timeout = '10s'");
      rehearse(attempt);
      migration.commit();
      assertThat(changes(attempt)).isPositive();
    }
  }

  @Test
  void isRefusedToAnAttemptThatDoesNotHoldTheTarget() throws SQLException {
    Placement home = database.newHome(Isolation.SCHEMA);
    try (Attempt attempt = Attempt.on(database, home, Isolation.SCHEMA);
        Attempt later = attempt.successor()) {
      assertThatThrownBy(() -> rehearse(attempt))
          .asInstanceOf(InstanceOfAssertFactories.type(SQLException.class))
          .extracting(SQLException::getSQLState)
          .isEqualTo("TN008");
      rehearse(later);
    }
  }

  private static void rehearse(Attempt attempt) throws SQLException {
    String numbers = MoverGate.rehearseSwitch(attempt.source(), attempt.from());
    MoverGate.rehearseOpen(attempt.target(), attempt.to(), attempt.token(), numbers);
  }

  private static long changes(Attempt attempt) throws SQLException {
    return Sql.number(
        attempt.source(),
        "SELECT definitions FROM croft.mark WHERE tenant = ?",
        attempt.from().tenant().value());
  }

  private static List<Long> draw(Connection session, int times) throws SQLException {
    List<Long> drawn = new ArrayList<>();
    for (int i = 0; i < times; i++) {
      drawn.add(Sql.number(session, DRAW));
    }
    return drawn;
  }
}

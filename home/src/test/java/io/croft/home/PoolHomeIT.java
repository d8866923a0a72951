package io.croft.home;

import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

final class PoolHomeIT extends KilledHomesContract {

  PoolHomeIT() {
    super(Isolation.POOL);
  }

  @Test
  void isNotDroppedWhileItHoldsRows() throws SQLException {
    Placement home = newHome();
    addLocation(home, "still here");
    assertCode(ErrorCode.HOME_NOT_EMPTY, () -> homes.dropEvenInUse(home));
    addLocation(home, "and usable");
    try (Connection connection = enter(home)) {
      Sql.run(connection, "DELETE FROM location");
      connection.commit();
    }
    homes.dropEvenInUse(home);
  }

  @Test
  void isRemovedBesideAChangeOfTheTables() throws SQLException {
    Placement home = newHome();
    TestServer.leave(home);
    try (Connection migration = TestServer.shared()) {
      String mark = "(tenant, epoch) = ('%s', %d)".formatted(home.tenant(), home.epoch());
      Sql.run(
          migration,
          "INSERT INTO croft.mark (tenant, epoch, number, definitions) VALUES ('%s', %d, 1, 0)"
              .formatted(home.tenant(), home.epoch()));
      migration.setAutoCommit(false);
      Sql.run(migration, "SELECT FROM croft.mark WHERE " + mark + " FOR UPDATE");
      homes.drop(home);
      assertGone(home);
      migration.rollback();
      Sql.run(migration, "DELETE FROM croft.mark WHERE " + mark);
      migration.commit();
    }
  }
}

package io.croft.home;

import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

final class PoolHomeIT extends HomesContract {

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
}

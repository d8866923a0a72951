package io.croft.move;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.testbed.TestFleet;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What becomes of the mover's sessions. */
final class MoverSessionIT {

  private static final MoveFixture MOVES = new MoveFixture();

  @Test
  void isClosedThoughThatOfAnotherServerIsBroken() throws Exception {
    Placement home = MOVES.placement(MOVES.filledTenant(Isolation.SCHEMA, TestFleet.EU, 1, 1));
    Connection broken;
    Connection whole;
    try (TcpProxy way = TcpProxy.to(MOVES.fleet.server(TestFleet.EU).port())) {
      broken = MoverSession.open(new Through(way), home);
      whole =
          MoverSession.open(new CatalogAccess(MOVES.fleet.catalog(), MOVES.fleet.secret()), home);
      way.cut();

      MoverSession.closeAll(List.of(broken, whole));
    }

    assertThat(whole.isClosed()).isTrue();
  }

  private record Through(TcpProxy way) implements MoverAccess {

    @Override
    public String jdbcUrl(String server, String database) {
      int port = MOVES.fleet.server(server).port();
      return MOVES.fleet.server(server).jdbcUrl(database).replace(":" + port, ":" + way.port());
    }

    @Override
    public String password(String server) {
      return MOVES.fleet.secret().moverPassword(server);
    }
  }
}

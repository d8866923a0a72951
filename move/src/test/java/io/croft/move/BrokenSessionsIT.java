package io.croft.move;

import static io.croft.core.Isolation.SCHEMA;
import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.Operation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The driver may refuse to close a session whose server has gone away. */
class BrokenSessionsIT {

  private final MoveFixture moves = new MoveFixture();

  @ParameterizedTest
  @EnumSource
  void doNotUndoAMoveThatHasSwitchedNorLeaveAnythingBehind(MoveMode mode) throws SQLException {
    TenantId tenant = moves.filledTenant(SCHEMA, EU, 2, 3);
    Sessions sessions = new Sessions();
    Mover mover =
        new Mover(
            moves.fleet.catalog(),
            sessions,
            moves.fleet.secret(),
            moves.fleet.homes(),
            MoveFixture.PATIENT);
    Operation move = mover.start(tenant, SCHEMA, US, mode, "test");
    Failpoint.arm(Failpoint.AFTER.name(MoveStep.OPENED), () -> sessions.broken.set(true));
    try {
      assertThat(mover.run(move.id(), "test", MoveListener.NONE)).isPresent();
    } finally {
      Failpoint.disarm();
    }
    assertThat(moves.placement(tenant).server()).isEqualTo(US);
    await().atMost(Duration.ofSeconds(40)).until(Ordeal::noThreadIsLeft);
  }

  /** Sessions whose closing fails that were open when the servers went away. */
  private final class Sessions implements MoverAccess {

    private final MoverAccess access =
        new CatalogAccess(moves.fleet.catalog(), moves.fleet.secret());
    private final AtomicBoolean broken = new AtomicBoolean();

    @Override
    public String jdbcUrl(String server, String database) {
      return access.jdbcUrl(server, database);
    }

    @Override
    public String password(String server) {
      return access.password(server);
    }

    @Override
    public Connection session(Placement home, Opening opening, String settings)
        throws SQLException {
      Connection session = opening.open();
      boolean whole = broken.get();
      InvocationHandler handler =
          (proxy, method, arguments) -> {
            try {
              Object result = method.invoke(session, arguments);
              if (method.getName().equals("close") && !whole && broken.get()) {
                throw new SQLException("unable to close the connection properly", "08006");
              }
              return result;
            } catch (InvocationTargetException e) {
              throw e.getCause();
            }
          };
      return (Connection)
          Proxy.newProxyInstance(
              Sessions.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
    }
  }
}

package io.croft.move;

import static io.croft.core.Isolation.SCHEMA;
import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.croft.catalog.Operation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the tenant changes while a fenced copy gives its notice is not left to the fence. */
class FencedCatchUpIT {

  private final MoveFixture moves = new MoveFixture();

  @Test
  void copiesBeforeTheFenceWhatHasChangedDuringTheNotice() throws Exception {
    TenantId tenant = moves.filledTenant(SCHEMA, EU, 5, 10);
    Operation move = moves.mover.start(tenant, SCHEMA, US, MoveMode.FENCED_COPY, "test");
    AtomicLong written = new AtomicLong();
    AtomicLong arrived = new AtomicLong();
    Thread mover = Thread.currentThread();
    Failpoint.arm(
        Failpoint.RECORDED.name(MoveStep.COPIED), mover, () -> written.set(write(tenant)));
    Failpoint.arm(
        Failpoint.BEFORE.name(MoveStep.FENCED),
        mover,
        () -> arrived.set(last(Route.of(tenant, move.spec()).to())));
    try {
      assertThat(moves.mover.run(move.id(), "test", MoveListener.NONE)).isPresent();
    } finally {
      Failpoint.disarm(mover);
    }
    assertThat(arrived).hasPositiveValue().hasValue(written.get());
  }

  private long write(TenantId tenant) {
    try {
      return moves.addEntry(tenant);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private long last(Placement home) {
    try (Connection superuser = moves.fleet.superuser(home);
        Statement statement = superuser.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT max(id) FROM \"%s\".entry".formatted(home.schema()))) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}

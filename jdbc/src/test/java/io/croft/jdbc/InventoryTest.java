package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Access;
import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

final class InventoryTest {

  @Test
  void aConnectionMadeAheadIsNotInUse() {
    Inventory inventory = new Inventory(System::nanoTime);
    inventory.allow(8, 8);
    FairQueue queue = new FairQueue(8);
    Placement home = Placement.of(TenantId.random(), Isolation.SCHEMA, "one", 1);
    LoginLane lane = inventory.lane(ConnectionKey.of(home, Access.FULL));
    inventory.foresee(lane, 4);
    inventory.foresee(lane, 4);
    Ledger ledger = new Ledger("one", new ReentrantLock(), queue, inventory, new Tallies());
    assertThat(ledger.read(List.of()).server().inUse()).as(ledger.stats().toString()).isZero();
  }
}

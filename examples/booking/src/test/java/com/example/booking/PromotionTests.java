package com.example.booking;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.move.MoveMode;
import io.croft.move.MoveOrder;
import io.croft.test.EmbeddedFleet;
import io.croft.test.Tenants;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A business grows out of the pool, into a schema, onto a server of its own, while it is open. */
@BookingTest
class PromotionTests {

  private static final Logger LOG = LoggerFactory.getLogger(PromotionTests.class);

  /** No customer waits longer; a page that is slower than this has lost its reader. */
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @LocalServerPort private int port;

  @Test
  void aBusinessIsPromotedWhileCustomersBook(Tenants tenants) throws InterruptedException {
    TenantId tenant = tenants.create(Isolation.POOL);
    TenantId neighbour = tenants.create(Isolation.POOL);
    BusinessClient salon = Town.business(tenants, tenant, port);
    BusinessClient next = Town.business(tenants, neighbour, port);
    try (RushHour rush = RushHour.at(salon);
        RushHour quiet = RushHour.at(next)) {
      rush.awaitBookings(20);
      tenants.move(MoveOrder.of(tenant, Isolation.SCHEMA, EmbeddedFleet.EU).in(MoveMode.STREAMED));
      rush.awaitBookings(20);
      tenants.move(
          MoveOrder.of(tenant, Isolation.DATABASE, EmbeddedFleet.US).in(MoveMode.STREAMED));
      rush.awaitBookings(20);
      rush.end();
      quiet.end();
      rush.requireThatAllIsThereOnce();
      quiet.requireThatAllIsThereOnce();
      assertThat(rush.longest()).isLessThan(PATIENCE);
      LOG.info("while it moved: {}; its neighbour: {}", rush, quiet);
    }
    assertThat(tenants.placement(tenant).isolation()).isEqualTo(Isolation.DATABASE);
    assertThat(tenants.placement(tenant).server()).isEqualTo(EmbeddedFleet.US);
  }
}

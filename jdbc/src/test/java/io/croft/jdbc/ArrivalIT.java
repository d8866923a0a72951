package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.core.Isolation;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the first transaction at a new home costs the tenant's others. */
final class ArrivalIT extends TenantsOnServers {

  private static final Duration LONG = Duration.ofSeconds(30);

  @Override
  Isolation isolation() {
    return Isolation.SCHEMA;
  }

  @Test
  void whoHasLittleTimeOpensTheNewHomeOfADeadMoverAsWell() throws Exception {
    write(a, "before");
    data.close();
    data = builder().fenceTimeout(Duration.ofMillis(20)).build();
    assertThat(bodiesOf(a)).containsExactly("before");
    HandMove.prepared(homeOfA, Isolation.DATABASE, "two").fence(LONG).copyAndSwitch();
    await()
        .atMost(Duration.ofSeconds(10))
        .ignoreExceptionsInstanceOf(SQLException.class)
        .until(() -> bodiesOf(a).size() == 1);
  }
}

package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.catalog.Limits;
import io.croft.core.Isolation;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

final class SchemaLimitsIT extends LimitsContract {

  @Override
  Isolation isolation() {
    return Isolation.SCHEMA;
  }

  @Test
  void itsOwnConnectionsAreClosedWhenItSleeps() throws SQLException {
    catalog.put(a, Limits.NONE.with("idle-ms", "1"));
    assertThat(bodiesOf(a)).isEmpty();
    assertThat(bodiesOf(b)).isEmpty();

    await().until(() -> data.stats("one").total() == 1);
    assertThat(bodiesOf(a)).isEmpty();
  }
}

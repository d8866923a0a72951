package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.TenantId;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class TurnsTest {

  private final Turns turns = new Turns();
  private final TenantId a = TenantId.random();
  private final TenantId b = TenantId.random();

  @Test
  void oneThreadAtATimeForEachTenant() {
    assertThat(turns.take(a)).isTrue();
    assertThat(turns.take(a)).isFalse();
    assertThat(turns.take(b)).isTrue();
    turns.end(a);
    assertThat(turns.take(a)).isTrue();
  }

  @Test
  void theOthersGoOnWhenTheTurnEnds() throws SQLException {
    assertThat(turns.await(a, Deadline.in(Duration.ZERO))).as("nobody has it").isTrue();
    turns.take(a);
    assertThat(turns.await(a, Deadline.in(Duration.ofMillis(5)))).isFalse();
    CompletableFuture<Boolean> other = CompletableFuture.supplyAsync(this::await);
    turns.end(a);
    assertThat(other.orTimeout(10, TimeUnit.SECONDS).join()).isTrue();
    assertThat(turns.isTaken(a)).isFalse();
  }

  private boolean await() {
    try {
      return turns.await(a, Deadline.in(Duration.ofSeconds(10)));
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }
}

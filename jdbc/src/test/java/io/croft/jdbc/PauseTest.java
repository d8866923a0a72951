package io.croft.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

final class PauseTest {

  @Test
  void lastsAlthoughTheThreadWasWokenBefore() throws SQLException {
    LockSupport.unpark(Thread.currentThread());
    long before = System.nanoTime();
    Pause.atFence().take(Deadline.in(Duration.ofSeconds(10)));
    assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(500_000);
  }

  @Test
  void endsWithAnInterruption() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> Pause.atFullServer().take(Deadline.in(Duration.ofSeconds(10))))
        .hasMessageContaining("interrupted while waiting for a server that takes no more");
    assertThat(Thread.interrupted()).isTrue();
  }
}

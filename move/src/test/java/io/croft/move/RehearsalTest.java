package io.croft.move;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.Isolation;
import io.croft.core.Placement;
import io.croft.core.TenantId;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RehearsalTest {

  private static final Placement HOME = Placement.of(TenantId.random(), Isolation.POOL, "one", 1);
  private static final Rehearsal SMALL = new Rehearsal(10, 100, Duration.ofMillis(20), true);
  private static final Rehearsal LARGE =
      new Rehearsal(1_000_000, 100_000_000, Duration.ofSeconds(8), false);

  private static MoveMode choose(Rehearsal rehearsal, Optional<MoveMode> wanted) {
    return rehearsal.choose(HOME, wanted, MoveSettings.DEFAULT);
  }

  @Test
  void theSizeDecides() {
    assertThat(choose(SMALL, Optional.empty())).isEqualTo(MoveMode.FENCED_COPY);
    assertThat(choose(LARGE, Optional.empty())).isEqualTo(MoveMode.STREAMED);
  }

  @Test
  void whatIsWantedIsDoneWhereItCanBe() {
    assertThat(choose(SMALL, Optional.of(MoveMode.STREAMED))).isEqualTo(MoveMode.STREAMED);
    assertThatThrownBy(() -> choose(LARGE, Optional.of(MoveMode.FENCED_COPY)))
        .hasMessageContaining("about 1000000 rows");
  }
}

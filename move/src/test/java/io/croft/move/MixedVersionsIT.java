package io.croft.move;

import static io.croft.core.Isolation.DATABASE;
import static io.croft.core.Isolation.POOL;
import static io.croft.core.Isolation.SCHEMA;
import static io.croft.testbed.TestFleet.EU;
import static io.croft.testbed.TestFleet.US;
import static org.assertj.core.api.Assertions.assertThat;

import io.croft.testbed.TestFleet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A fleet may run two versions of PostgreSQL: a tenant moves from the older to the newer, and back.
 */
class MixedVersionsIT {

  private static TestFleet fleet;
  private static String older;
  private static String newer;

  @BeforeAll
  static void start() {
    fleet = TestFleet.start(TypeCorpus.common().programs(US, OtherPostgres.archive()));
    boolean ascending = fleet.server(EU).majorVersion() < fleet.server(US).majorVersion();
    older = ascending ? EU : US;
    newer = ascending ? US : EU;
  }

  @AfterAll
  static void stop() {
    fleet.close();
  }

  @ParameterizedTest
  @EnumSource
  void carriesEveryTypeFromOneToTheOther(MoveMode mode) throws SQLException {
    assertThat(fleet.server(older).majorVersion()).isLessThan(fleet.server(newer).majorVersion());
    new CorpusTour(fleet)
        .run(
            POOL,
            older,
            mode,
            List.of(
                new CorpusTour.Hop(SCHEMA, newer),
                new CorpusTour.Hop(DATABASE, older),
                new CorpusTour.Hop(POOL, newer)));
  }
}

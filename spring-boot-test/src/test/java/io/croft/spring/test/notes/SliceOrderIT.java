package io.croft.spring.test.notes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.croft.core.Isolation;
import io.croft.test.EmbeddedCroft;
import io.croft.test.TenantTest;
import io.croft.test.WithTenant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Events;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.data.jpa.test.autoconfigure.DataJpaTest;
import org.springframework.context.ApplicationContext;

/** Slices whose annotations stand in either order. */
final class SliceOrderIT {

  private static final Set<ApplicationContext> CONTEXTS = ConcurrentHashMap.newKeySet();

  private static Events run(Class<?> cases) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(cases))
        .execute()
        .testEvents();
  }

  @Test
  void theOrderOfAnnotationsDoesNotMatterAndContextsAreCached() {
    run(SliceFirst.class).assertStatistics(stats -> stats.succeeded(2).failed(0));
    run(CroftFirst.class).assertStatistics(stats -> stats.succeeded(2).failed(0));
    assertThat(CONTEXTS).hasSize(1);
  }

  @DataJpaTest
  @EmbeddedCroft(migrations = "classpath:io/croft/spring/test/notes")
  static class SliceFirst extends Cases {}

  @EmbeddedCroft(migrations = "classpath:io/croft/spring/test/notes")
  @DataJpaTest
  static class CroftFirst extends Cases {}

  /** What each of them does. */
  abstract static class Cases {

    @Autowired Notes notes;
    @Autowired ApplicationContext context;

    @TenantTest(Isolation.POOL)
    void each() {
      CONTEXTS.add(context);
      assertThat(notes.count()).isZero();
    }

    @Test
    @WithTenant("order")
    void named() {
      assertThat(notes.count()).isZero();
    }
  }
}

package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Shows what the caches of this module's tests would tell without it. */
final class WithoutCroftCacheIT {

  private static NotesService service;

  private final TenantId acme = NotesService.tenant(Isolation.DATABASE);
  private final TenantId globex = NotesService.tenant(Isolation.DATABASE);

  @BeforeAll
  static void start() {
    service =
        NotesService.start(
            CachesContract.BEANS,
            CachesContract.with(
                "spring.cache.type=simple",
                "spring.autoconfigure.exclude=io.croft.spring.cache.CroftCacheAutoConfiguration"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "FUTURE_IN_TURN")
  void oneTenantReadsWhatAnotherHasCached(CacheWay way) {
    CachedNotes notes = service.context.getBean(CachedNotes.class);
    TenantScope.run(acme, () -> notes.add("of acme"));
    TenantScope.run(globex, () -> notes.add("of globex"));
    String id = "key of " + way;
    assertThat(TenantScope.<String, RuntimeException>call(acme, () -> way.read(notes, id)))
        .isEqualTo("of acme");
    assertThat(TenantScope.<String, RuntimeException>call(globex, () -> way.read(notes, id)))
        .isEqualTo("of acme");
  }
}

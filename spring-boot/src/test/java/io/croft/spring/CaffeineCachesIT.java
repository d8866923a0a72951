package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.context.annotation.Bean;

/** Caches of Caffeine, in memory and with bounds, and what an operator sees of them. */
final class CaffeineCachesIT extends CachesContract {

  private static NotesService service;

  /** Lets futures be cached, as an application must that has some. */
  static class Futures {

    @Bean
    CacheManagerCustomizer<CaffeineCacheManager> futures() {
      return manager -> manager.setAsyncCacheMode(true);
    }
  }

  @BeforeAll
  static void start() {
    service =
        NotesService.start(
            List.of(OpenDoors.class, CachedNotes.class, Futures.class),
            with(
                "spring.cache.type=caffeine",
                "spring.cache.cache-names=first,countries",
                "spring.cache.caffeine.spec=maximumSize=1000,recordStats"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Override
  NotesService service() {
    return service;
  }

  @Test
  void theManagerIsStillWhatItWas() {
    assertThat(service.context.getBean(CaffeineCacheManager.class).isAllowNullValues()).isTrue();
  }

  @Test
  void metersAreThoseOfAllTenantsTogether() {
    read(CacheWay.KEY, acme, "key");
    read(CacheWay.KEY, acme, "key");
    assertThat(service.get("/actuator/metrics/cache.gets?tag=name:first&tag=result:hit").body())
        .contains("\"value\":")
        .doesNotContain("\"value\":0.0");
  }

  @Test
  void theEndpointTellsOfCachesAndEmptiesThemForAll() {
    read(CacheWay.KEY, acme, "key");
    read(CacheWay.KEY, globex, "key");
    assertThat(service.get("/actuator/caches").body())
        .contains("\"first\"", "com.github.benmanes.caffeine.cache.");
    assertThat(service.delete("/actuator/caches/first").statusCode()).isEqualTo(204);
    assertThat(cached(acme, "key")).isNull();
    assertThat(cached(globex, "key")).isNull();
  }
}

package io.croft.spring;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Caches of JSR 107. */
final class JCacheCachesIT extends CachesContract {

  private static NotesService service;

  @BeforeAll
  static void start() {
    service =
        NotesService.start(
            BEANS, with("spring.cache.type=jcache", "spring.cache.cache-names=first,countries"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Override
  NotesService service() {
    return service;
  }

  /** Spring's adapter cannot be asked without waiting. */
  @Override
  boolean hasFutures() {
    return false;
  }
}

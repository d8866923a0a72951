package io.croft.spring;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Caches that are maps, which an application has that says nothing of caches. */
final class MapCachesIT extends CachesContract {

  private static NotesService service;

  @BeforeAll
  static void start() {
    service = NotesService.start(BEANS, with("spring.cache.type=simple"));
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Override
  NotesService service() {
    return service;
  }
}

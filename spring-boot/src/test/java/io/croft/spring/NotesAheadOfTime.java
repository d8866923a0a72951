package io.croft.spring;

import io.croft.spring.notes.NotesApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerPortFileWriter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The application of the tests as one that is processed ahead of time. */
@Configuration(proxyBeanMethods = false)
@Import({
  NotesApplication.class,
  OpenDoors.class,
  CachedNotes.class,
  NotesAheadOfTime.CachedController.class
})
class NotesAheadOfTime {

  /** Where set, the process ends with its input. */
  static final String ENDS_WITH_INPUT = "notes.ends-with-input";

  /** What is cached, over HTTP. */
  @RestController
  static class CachedController {

    private final CachedNotes notes;

    CachedController(CachedNotes notes) {
      this.notes = notes;
    }

    @GetMapping("/cached")
    String cached() {
      return notes.byKey("key");
    }
  }

  public static void main(String[] args) {
    if (Boolean.getBoolean(ENDS_WITH_INPUT)) {
      Thread watch = new Thread(NotesAheadOfTime::endWithInput, "input");
      watch.setDaemon(true);
      watch.start();
    }
    SpringApplication application = new SpringApplication(NotesAheadOfTime.class);
    application.addListeners(new WebServerPortFileWriter());
    application.run(args);
  }

  private static void endWithInput() {
    try {
      while (System.in.read() >= 0) {
        // Nobody writes.
      }
      Runtime.getRuntime().halt(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

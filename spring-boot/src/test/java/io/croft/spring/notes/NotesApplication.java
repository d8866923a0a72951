package io.croft.spring.notes;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Keeps notes. */
@SpringBootApplication(
    excludeName = "org.springframework.boot.batch.jdbc.autoconfigure.BatchJdbcAutoConfiguration")
public class NotesApplication {

  public static void main(String[] args) {
    SpringApplication.run(NotesApplication.class, args);
  }
}

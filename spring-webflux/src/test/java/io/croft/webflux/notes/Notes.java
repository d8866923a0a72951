package io.croft.webflux.notes;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/** The notes, reached by JDBC, which blocks. */
@Service
public class Notes {

  private final JdbcClient jdbc;

  Notes(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Returns all of them, with commas between. */
  public String all() {
    List<String> texts = jdbc.sql("SELECT text FROM note ORDER BY text").query(String.class).list();
    return String.join(",", texts);
  }

  @Async
  public CompletableFuture<String> beside() {
    return CompletableFuture.completedFuture(all());
  }

  @Transactional
  public int add(String text) {
    return jdbc.sql("INSERT INTO note (text) VALUES (?)").param(text).update();
  }
}

package io.croft.spring.notes;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** The notes over HTTP. */
@RestController
@RequestMapping("/notes")
public class NoteController {

  private final Notes notes;
  private final NoteCounter counter;
  private final ApplicationEventPublisher events;

  NoteController(Notes notes, NoteCounter counter, ApplicationEventPublisher events) {
    this.notes = notes;
    this.counter = counter;
    this.events = events;
  }

  @GetMapping
  List<String> all() {
    return notes.findAll().stream().map(Note::getText).sorted().toList();
  }

  @GetMapping("/{id}")
  String one(@PathVariable long id) {
    return notes.findById(id).map(Note::getText).orElse("none");
  }

  @PostMapping
  @Transactional
  long add(@RequestBody String text) {
    return Objects.requireNonNull(notes.save(new Note(text)).getId());
  }

  @GetMapping("/count/later")
  Callable<Long> later() {
    return notes::count;
  }

  @GetMapping("/count/async")
  CompletableFuture<Long> async() {
    return counter.count();
  }

  @GetMapping("/count/event")
  CompletableFuture<Long> event() {
    NoteCounter.Count count = new NoteCounter.Count(new CompletableFuture<>());
    events.publishEvent(count);
    return count.answer();
  }

  @GetMapping("/count/listener")
  CompletableFuture<Long> listener() {
    return publish(new NoteListeners.Now(new CompletableFuture<>())).answer();
  }

  @GetMapping("/count/committed")
  @Transactional
  CompletableFuture<Long> committed() {
    return publish(new NoteListeners.Committed(new CompletableFuture<>())).answer();
  }

  @GetMapping("/count/committed-beside")
  @Transactional
  CompletableFuture<Long> beside() {
    return publish(new NoteListeners.Beside(new CompletableFuture<>())).answer();
  }

  private <E> E publish(E event) {
    events.publishEvent(event);
    return event;
  }

  @GetMapping("/count/stream")
  StreamingResponseBody stream() {
    return out -> out.write(String.valueOf(notes.count()).getBytes(StandardCharsets.UTF_8));
  }

  @GetMapping("/count/failing")
  Callable<Long> failing() {
    return () -> {
      throw new IllegalStateException("told by the error page");
    };
  }
}

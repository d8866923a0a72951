package io.croft.webflux.notes;

import io.croft.spring.reactive.ReactiveScope;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.retry.Retry;

/** The notes over HTTP, in each way in which WebFlux comes from a request to blocking work. */
@RestController
@RequestMapping("/notes")
class NoteController {

  private static final Duration SHORT = Duration.ofMillis(2);

  private final Notes notes;

  NoteController(Notes notes) {
    this.notes = notes;
  }

  private Mono<String> elastic() {
    return Mono.fromCallable(notes::all).subscribeOn(Schedulers.boundedElastic());
  }

  // region helper
  @GetMapping("/helper")
  Mono<String> helper() {
    return ReactiveScope.call(notes::all);
  }

  // endregion

  @PostMapping
  Mono<Integer> add(@RequestBody String text) {
    return ReactiveScope.call(() -> notes.add(text));
  }

  // region callable
  @GetMapping("/callable")
  Mono<String> callable() {
    return Mono.fromCallable(notes::all).subscribeOn(Schedulers.boundedElastic());
  }

  // endregion

  @GetMapping("/blocking")
  String blocking() {
    return notes.all();
  }

  @GetMapping("/async")
  Mono<String> async() {
    return Mono.fromFuture(notes::beside);
  }

  @GetMapping("/flat")
  Mono<String> flat() {
    return Flux.range(0, 4).flatMap(i -> elastic()).distinct().single();
  }

  @GetMapping("/parallel")
  Mono<String> parallel() {
    return Flux.range(0, 4)
        .parallel(2)
        .runOn(Schedulers.boundedElastic())
        .map(i -> notes.all())
        .sequential()
        .distinct()
        .single();
  }

  @GetMapping("/delayed")
  Mono<String> delayed() {
    return Flux.range(0, 3)
        .delayElements(SHORT)
        .publishOn(Schedulers.boundedElastic())
        .map(i -> notes.all())
        .distinct()
        .single();
  }

  @GetMapping("/retried")
  Mono<String> retried() {
    AtomicInteger tries = new AtomicInteger();
    return Mono.defer(
            () ->
                tries.incrementAndGet() < 3
                    ? elastic().flatMap(all -> Mono.error(new IllegalStateException("again")))
                    : elastic())
        .retryWhen(Retry.backoff(3, SHORT).filter(thrown -> "again".equals(thrown.getMessage())));
  }

  @GetMapping("/late")
  Mono<String> late() {
    return Mono.<String>never().timeout(SHORT, elastic());
  }

  @GetMapping("/broken")
  Mono<String> broken() {
    return Mono.delay(SHORT)
        .<String>flatMap(tick -> Mono.error(new IllegalStateException("broken")))
        .onErrorResume(e -> elastic());
  }

  @GetMapping(path = "/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  Flux<String> events() {
    return Flux.range(0, 5).delayElements(SHORT).concatMap(tick -> elastic());
  }
}

package io.croft.spring.notes;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.context.event.EventListener;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Service;

/** Counts notes beside whoever asks. */
@Service
@EnableAsync
@EnableScheduling
public class NoteCounter {

  /** Asks for the notes to be counted. */
  public record Count(CompletableFuture<Long> answer) {}

  private final Notes notes;
  private final AtomicReference<String> scheduled = new AtomicReference<>("not yet");

  NoteCounter(Notes notes) {
    this.notes = notes;
  }

  @Async
  public CompletableFuture<Long> count() {
    return CompletableFuture.completedFuture(notes.count());
  }

  @Async
  @EventListener
  public void count(Count count) {
    try {
      count.answer().complete(notes.count());
    } catch (RuntimeException e) {
      count.answer().completeExceptionally(e);
    }
  }

  /** What the timer has found at last. */
  public String scheduled() {
    return scheduled.get();
  }

  @Scheduled(fixedDelay = 100)
  void countByTheClock() {
    try {
      scheduled.set(String.valueOf(notes.count()));
    } catch (RuntimeException e) {
      scheduled.set(String.valueOf(NestedExceptionUtils.getMostSpecificCause(e).getMessage()));
    }
  }
}

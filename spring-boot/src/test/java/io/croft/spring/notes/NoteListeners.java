package io.croft.spring.notes;

import java.util.concurrent.CompletableFuture;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Async;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.event.TransactionalEventListener;

/** Counts notes when something has happened. */
@Service
public class NoteListeners {

  /** Asks for a count at once. */
  public record Now(CompletableFuture<Long> answer) {}

  /** Asks for a count when the transaction is committed. */
  public record Committed(CompletableFuture<Long> answer) {}

  /** Asks for a count when the transaction is committed, beside what goes on. */
  public record Beside(CompletableFuture<Long> answer) {}

  private final Notes notes;

  NoteListeners(Notes notes) {
    this.notes = notes;
  }

  @EventListener
  public void now(Now event) {
    answer(event.answer());
  }

  @TransactionalEventListener
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void committed(Committed event) {
    answer(event.answer());
  }

  @Async
  @TransactionalEventListener
  public void beside(Beside event) {
    answer(event.answer());
  }

  private void answer(CompletableFuture<Long> answer) {
    try {
      answer.complete(notes.count());
    } catch (RuntimeException e) {
      answer.completeExceptionally(e);
    }
  }
}

package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import io.croft.move.MoveListener;
import io.croft.move.MoveMode;
import io.croft.move.MoveSettings;
import io.croft.move.Mover;
import io.croft.testbed.TestFleet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records are consumed while their tenant is moved and their consumers come and go. */
@ExtendWith(KafkaService.Broker.class)
final class KafkaMoveIT {

  private final String topic = KafkaService.topic(2);
  private final TenantId acme = NotesService.tenant(Isolation.POOL);
  private final TenantId globex = NotesService.tenant(Isolation.POOL);

  private KafkaService start() {
    return KafkaService.start(
        List.of(KafkaEdgesIT.Each.class, DeadLetters.class), "topic=" + topic);
  }

  private static void send(
      KafkaService service, TenantId tenant, ProducerRecord<String, String> r) {
    TenantScope.run(tenant, () -> service.send(r));
  }

  @Test
  void nothingIsLostAndNothingFails() throws Exception {
    List<String> sent = new ArrayList<>();
    AtomicBoolean moved = new AtomicBoolean();
    try (KafkaService service = start()) {
      CompletableFuture<Void> sending =
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 50 || !moved.get(); i++) {
                  String text = "note " + i;
                  send(service, acme, new ProducerRecord<>(topic, i % 2, "key", text));
                  send(service, globex, new ProducerRecord<>(topic, i % 2, "key", text));
                  sent.add(text);
                }
              });
      DeadLetters others;
      try (KafkaService second = start()) {
        others = second.context.getBean(DeadLetters.class);
        move();
      } finally {
        moved.set(true);
      }
      sending.get(60, TimeUnit.SECONDS);
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(
              () -> {
                // Where partitions change hands, a record may come twice.
                assertThat(service.notes(acme)).containsAll(sent).isSubsetOf(sent);
                assertThat(service.notes(globex)).containsAll(sent).isSubsetOf(sent);
              });
      DeadLetters letters = service.context.getBean(DeadLetters.class);
      assertThat(sent).allMatch(text -> letters.attempts(text) + others.attempts(text) == 0);
    }
  }

  private void move() {
    Mover mover =
        new Mover(
            NotesService.fleet().catalog(),
            NotesService.fleet().secret(),
            NotesService.fleet().homes(),
            MoveSettings.DEFAULT);
    mover.run(
        mover.start(acme, Isolation.DATABASE, TestFleet.US, MoveMode.FENCED_COPY, "test").id(),
        "test",
        MoveListener.NONE);
  }
}

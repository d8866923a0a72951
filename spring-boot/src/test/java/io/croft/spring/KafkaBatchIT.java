package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.messaging.handler.annotation.Header;
import org.springframework.transaction.support.TransactionTemplate;

/** A batch of several tenants is given to its listener in parts of one tenant each. */
@ExtendWith(KafkaService.Broker.class)
final class KafkaBatchIT {

  private final String topic = KafkaService.topic(1);
  private final TenantId acme = NotesService.tenant(Isolation.POOL);
  private final TenantId globex = NotesService.tenant(Isolation.POOL);

  private KafkaService service;
  private Calls calls;

  /** What listeners were called with: one tenant at a time, in one transaction. */
  static class Calls {

    final List<String> seen = new CopyOnWriteArrayList<>();
    final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    Calls(JdbcTemplate jdbc, TransactionTemplate transaction) {
      this.jdbc = jdbc;
      this.transaction = transaction;
    }

    /** Writes all, or fails at the first that is to fail, and says which by {@code naming}. */
    void write(List<String> texts, boolean naming) {
      seen.add(String.join(" ", texts));
      if (naming) {
        for (int i = 0; i < texts.size(); i++) {
          if (failing.contains(texts.get(i))) {
            throw new BatchListenerFailedException("refused", i);
          }
          KafkaService.write(jdbc, texts.get(i));
        }
        return;
      }
      transaction.executeWithoutResult(
          status -> {
            for (String text : texts) {
              if (failing.contains(text)) {
                throw new IllegalStateException("refused");
              }
              KafkaService.write(jdbc, text);
            }
          });
    }
  }

  /** Gets batches of the topic once the test has started it. */
  @Target(ElementType.METHOD)
  @Retention(RetentionPolicy.RUNTIME)
  @KafkaListener(
      id = "batch",
      topics = "${topic}",
      groupId = "${topic}",
      batch = "true",
      autoStartup = "false")
  @interface BatchListener {}

  static class Values {

    private final Calls calls;

    Values(Calls calls) {
      this.calls = calls;
    }

    @BatchListener
    void write(List<String> texts, @Header(KafkaHeaders.OFFSET) List<Long> offsets) {
      assertThat(offsets).hasSameSizeAs(texts);
      calls.write(texts, texts.stream().anyMatch(text -> text.startsWith("named")));
    }
  }

  static class Polled {

    private final Calls calls;

    Polled(Calls calls) {
      this.calls = calls;
    }

    @BatchListener
    void write(ConsumerRecords<String, String> records) {
      List<String> texts = new ArrayList<>();
      records.forEach(record -> texts.add(record.value()));
      assertThat(records.nextOffsets()).hasSize(1);
      calls.write(texts, false);
    }
  }

  static class Acknowledging {

    private final Calls calls;

    Acknowledging(Calls calls) {
      this.calls = calls;
    }

    @BatchListener
    void write(
        List<ConsumerRecord<String, String>> records,
        Acknowledgment acknowledgment,
        Consumer<?, ?> consumer) {
      List<String> texts = records.stream().map(ConsumerRecord::value).toList();
      for (int i = 0; i < texts.size(); i++) {
        if (calls.failing.remove(texts.get(i))) {
          calls.write(texts.subList(0, i), false);
          acknowledgment.nack(i, Duration.ZERO);
          return;
        }
      }
      if (texts.contains("commits")) {
        consumer.commitSync();
      }
      calls.write(texts, false);
      acknowledgment.acknowledge();
    }
  }

  private void start(Class<?> listener, String... properties) {
    List<String> all = new ArrayList<>(List.of(properties));
    all.add("topic=" + topic);
    service =
        KafkaService.start(
            List.of(Calls.class, listener, DeadLetters.class), all.toArray(String[]::new));
    calls = service.context.getBean(Calls.class);
  }

  @AfterEach
  void stop() {
    service.close();
  }

  private void send(String... texts) {
    for (String text : texts) {
      service.send(text.contains("g") ? globex : acme, topic, text);
    }
  }

  private void awaitNotes(TenantId tenant, String... texts) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(service.notes(tenant)).containsExactly(texts));
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void eachPartIsOfOneTenantAndInOrder(Isolation isolation) {
    start(Values.class);
    TenantId initech = NotesService.tenant(isolation);
    TenantId umbrella = NotesService.tenant(isolation);
    for (String text : List.of("i1", "i2", "u1", "i3", "u2", "u3")) {
      service.send(text.startsWith("i") ? initech : umbrella, topic, text);
    }
    service.listen("batch");
    awaitNotes(initech, "i1", "i2", "i3");
    awaitNotes(umbrella, "u1", "u2", "u3");
    assertThat(calls.seen).containsExactly("i1 i2", "u1", "i3", "u2 u3");
  }

  @Test
  void aBatchOfOneTenantIsGivenAsItIs() {
    start(Values.class);
    send("a1", "a2", "a3");
    service.listen("batch");
    awaitNotes(acme, "a1", "a2", "a3");
    assertThat(calls.seen).containsExactly("a1 a2 a3");
  }

  /** Where everything is repeated or given up with it, other tenants would pay for the failure. */
  @Test
  void aPartThatFailsRepeatsAndGivesUpNothingOfOthers() {
    start(Values.class);
    calls.failing.add("a3");
    send("a1", "g1", "a2", "a3", "g2");
    service.listen("batch");
    DeadLetters letters = service.context.getBean(DeadLetters.class);
    awaitNotes(globex, "g1", "g2");
    awaitNotes(acme, "a1");
    assertThat(letters.header("a2", KafkaService.HEADER)).isEqualTo(acme.toString());
    assertThat(letters.header("a3", KafkaService.HEADER)).isEqualTo(acme.toString());
    assertThat(letters.has("g2")).isFalse();
    assertThat(calls.seen).containsOnlyOnce("a1", "g1", "g2");
  }

  @Test
  void aRecordThatIsNamedByItsPlaceInAPartIsFoundInTheBatch() {
    start(Values.class);
    calls.failing.add("named a4");
    send("named a1", "named g1", "named a3", "named a4", "named a5", "named g2");
    service.listen("batch");
    awaitNotes(globex, "named g1", "named g2");
    awaitNotes(acme, "named a1", "named a3", "named a5");
    DeadLetters letters = service.context.getBean(DeadLetters.class);
    assertThat(letters.reason("named a4")).contains("refused");
    assertThat(letters.attempts("named a4")).isEqualTo(3);
    assertThat(List.of("named a1", "named g1", "named a3", "named a5", "named g2"))
        .noneMatch(letters::has);
  }

  @Test
  void aRecordWithoutAUsableTenantHoldsUpNoOther() {
    start(Values.class);
    send("a1");
    service.sendNaming(topic, "malformed", "acme");
    service.sendNaming(topic, "unknown", UUID.randomUUID().toString());
    send("g1");
    service.sendNaming(topic, "of nobody");
    send("a2");
    service.listen("batch");
    awaitNotes(acme, "a1", "a2");
    awaitNotes(globex, "g1");
    DeadLetters letters = service.context.getBean(DeadLetters.class);
    assertThat(letters.reason("malformed")).contains("is not a tenant id");
    assertThat(letters.reason("unknown")).contains("the catalog has no tenant");
    assertThat(letters.reason("of nobody")).contains("no tenant is bound");
    assertThat(letters.attempts("malformed")).isEqualTo(1);
    assertThat(calls.seen).containsOnlyOnce("a1", "g1", "a2");
  }

  @Test
  void whatWasPolledIsGivenInPartsToo() {
    start(Polled.class);
    send("a1", "g1", "a2");
    service.listen("batch");
    awaitNotes(acme, "a1", "a2");
    awaitNotes(globex, "g1");
    assertThat(calls.seen).containsExactly("a1", "g1", "a2");
  }

  @Test
  void recordsThatAreGivenBackComeAgainAndNoOthersDo() {
    start(Acknowledging.class, "spring.kafka.listener.ack-mode=manual");
    calls.failing.add("g2");
    send("a1", "g1", "g2", "a2");
    service.listen("batch");
    awaitNotes(acme, "a1", "a2");
    awaitNotes(globex, "g1", "g2");
    assertThat(calls.seen).containsExactly("a1", "g1", "g2", "a2");
  }

  @Test
  void aCommitOfAllThatWasPolledIsRefused() {
    start(Acknowledging.class, "spring.kafka.listener.ack-mode=manual");
    send("a1", "g1");
    service.send(acme, topic, "commits");
    service.listen("batch");
    // By itself it is all that was polled.
    awaitNotes(acme, "a1", "commits");
    awaitNotes(globex, "g1");
    assertThat(service.context.getBean(DeadLetters.class).attempts("commits")).isEqualTo(1);
  }

  @Test
  void whatIsAcknowledgedDoesNotComeAgain() {
    start(Acknowledging.class, "spring.kafka.listener.ack-mode=manual");
    send("a1", "g1", "a2");
    service.listen("batch");
    awaitNotes(acme, "a1", "a2");
    service.close();
    start(Acknowledging.class, "spring.kafka.listener.ack-mode=manual");
    send("g2");
    service.listen("batch");
    awaitNotes(globex, "g1", "g2");
    assertThat(calls.seen).containsExactly("g2");
  }
}

package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.annotation.KafkaListener;

/** A record is consumed in the scope in which it was sent, and in none when it was sent in none. */
@ExtendWith(KafkaService.Broker.class)
final class KafkaIT {

  private static final String TOPIC = KafkaService.topic(1);
  private static final String LATER = KafkaService.topic(1);

  private static KafkaService service;
  private static DeadLetters letters;

  /** Knows nothing of tenants. */
  static class Listener {

    private final JdbcTemplate jdbc;

    Listener(JdbcTemplate jdbc) {
      this.jdbc = jdbc;
    }

    @KafkaListener(topics = "${topic}")
    void write(String text) {
      if (text.startsWith("idle")) {
        // touches no table
        throw new IllegalStateException("in scope " + TenantScope.current());
      }
      KafkaService.write(jdbc, text);
    }

    @KafkaListener(topics = "${later}")
    CompletableFuture<Void> fail(ConsumerRecord<String, String> record) {
      KafkaService.write(jdbc, record.value());
      return CompletableFuture.supplyAsync(
          () -> {
            throw new IllegalStateException("later");
          });
    }
  }

  @BeforeAll
  static void start() {
    service =
        KafkaService.start(
            List.of(Listener.class, DeadLetters.class),
            "topic=" + TOPIC,
            "later=" + LATER,
            "spring.kafka.listener.async-acks=false");
    letters = service.context.getBean(DeadLetters.class);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  private static TenantId tenant() {
    return NotesService.tenant(Isolation.POOL);
  }

  private static void awaitNotes(TenantId tenant, List<String> notes) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(() -> assertThat(service.notes(tenant)).isEqualTo(notes));
  }

  @ParameterizedTest
  @EnumSource(Isolation.class)
  void recordsOfTwoTenantsInOnePartitionAreWrittenByTheirOwn(Isolation isolation) {
    TenantId acme = NotesService.tenant(isolation);
    TenantId globex = NotesService.tenant(isolation);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      service.send(acme, TOPIC, "of acme " + i);
      service.send(globex, TOPIC, "of globex " + i);
      expected.add("of acme " + i);
    }
    awaitNotes(acme, expected);
    awaitNotes(globex, expected.stream().map(text -> text.replace("acme", "globex")).toList());
  }

  @Test
  void aRecordThatNamesNoTenantReachesNoTable() {
    service.send(tenant(), TOPIC, "before");
    service.sendNaming(TOPIC, "of nobody");
    assertThat(letters.reason("of nobody")).contains("no tenant is bound");
    assertThat(letters.header("of nobody", KafkaService.HEADER)).isEmpty();
  }

  @Test
  void aRecordWithoutAUsableTenantIsTriedOnceAndPutAside() {
    service.sendNaming(TOPIC, "idle malformed", "acme");
    service.sendNaming(TOPIC, "idle empty", "");
    service.sendNaming(TOPIC, "idle unknown", UUID.randomUUID().toString());
    String twice = tenant().toString();
    service.sendNaming(TOPIC, "idle twice", twice, twice);
    assertThat(letters.reason("idle malformed")).contains("is not a tenant id");
    assertThat(letters.reason("idle empty")).contains("is not a tenant id");
    assertThat(letters.reason("idle unknown")).contains("the catalog has no tenant");
    assertThat(letters.reason("idle twice")).contains("2 times");
    assertThat(List.of("malformed", "empty", "unknown", "twice"))
        .allSatisfy(text -> assertThat(letters.attempts("idle " + text)).isEqualTo(1));
  }

  @Test
  void aFailureIsTriedAgainInTheSameScopeAndItsLetterKeepsTheTenant() {
    TenantId acme = tenant();
    service.send(acme, TOPIC, "idle failing");
    assertThat(letters.header("idle failing", KafkaService.HEADER)).isEqualTo(acme.toString());
    assertThat(letters.reason("idle failing")).contains("in scope Optional[" + acme + "]");
    assertThat(letters.attempts("idle failing")).isEqualTo(3);
  }

  @Test
  void aTenantThatIsSuspendedIsTriedAgain() {
    TenantId acme = tenant();
    NotesService.fleet().catalog().suspend(acme, "test");
    service.send(acme, TOPIC, "idle suspended");
    assertThat(letters.reason("idle suspended")).contains("suspended, not active");
    assertThat(letters.attempts("idle suspended")).isEqualTo(3);
  }

  @Test
  void whatFailsAfterTheCallIsStillSeen() {
    TenantId acme = tenant();
    service.send(acme, LATER, "later");
    awaitNotes(acme, List.of("later", "later", "later"));
  }
}

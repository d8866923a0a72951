package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.annotation.KafkaListener;

/** What becomes of records where no tenant is carried, or where one must be. */
@ExtendWith(KafkaService.Broker.class)
final class KafkaEdgesIT {

  private static final String WITHOUT =
      "spring.autoconfigure.exclude=io.croft.spring.kafka.CroftKafkaAutoConfiguration";

  private final String topic = KafkaService.topic(1);
  private final TenantId acme = NotesService.tenant(Isolation.POOL);

  static class Each {

    private final JdbcTemplate jdbc;

    Each(JdbcTemplate jdbc) {
      this.jdbc = jdbc;
    }

    @KafkaListener(topics = "${topic}", groupId = "${topic}")
    void write(String text) {
      KafkaService.write(jdbc, text);
    }
  }

  static class Batches {

    private final JdbcTemplate jdbc;

    Batches(JdbcTemplate jdbc) {
      this.jdbc = jdbc;
    }

    @KafkaListener(topics = "${topic}", groupId = "${topic}", batch = "true")
    void write(List<String> texts) {
      texts.forEach(text -> KafkaService.write(jdbc, text));
    }
  }

  private KafkaService start(Class<?> listener, String... properties) {
    String[] all = Arrays.copyOf(properties, properties.length + 1);
    all[properties.length] = "topic=" + topic;
    return KafkaService.start(List.of(listener, DeadLetters.class), all);
  }

  private void assertNoTenant(Class<?> listener) {
    try (KafkaService service = start(listener, WITHOUT)) {
      service.sendNaming(topic, "note", acme.toString());
      assertThat(service.context.getBean(DeadLetters.class).reason("note"))
          .contains("no tenant is bound");
      assertThat(service.notes(acme)).isEmpty();
    }
  }

  @Test
  void aListenerIsOfNobodyWhereTheScopeIsNotEntered() {
    assertNoTenant(Each.class);
  }

  @Test
  void soIsOneOfBatches() {
    assertNoTenant(Batches.class);
  }

  @Test
  void aRecordNamesNobodyWhereItIsNotNamed() {
    try (KafkaService service = start(Each.class, WITHOUT)) {
      service.send(acme, topic, "note");
      DeadLetters letters = service.context.getBean(DeadLetters.class);
      assertThat(letters.header("note", KafkaService.HEADER)).isEmpty();
    }
  }

  @Test
  void aRecordOfNobodyIsNotSentWhereAScopeIsRequired() {
    try (KafkaService service = start(Each.class, "croft.kafka.scope-required=true")) {
      assertThatThrownBy(() -> service.sendNaming(topic, "of nobody"))
          .isInstanceOfSatisfying(
              CroftException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.NO_TENANT_IN_SCOPE));
      service.send(acme, topic, "of acme");
      // What was received is put aside as it is: otherwise it would come again for ever.
      try (KafkaService careless = start(Each.class, WITHOUT)) {
        careless.sendNaming(topic, "received of nobody");
      }
      assertThat(service.context.getBean(DeadLetters.class).letter("received of nobody"))
          .isNotNull();
    }
  }
}

package io.croft.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.croft.core.CroftException;
import io.croft.core.Isolation;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.annotation.BackOff;
import org.springframework.kafka.annotation.DltHandler;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.RetryableTopic;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.requestreply.ReplyingKafkaTemplate;
import org.springframework.messaging.handler.annotation.SendTo;
import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.concurrent.ThreadPoolTaskScheduler;

/** A record that is sent in a scope names its tenant, by whatever template it is sent. */
@ExtendWith(KafkaService.Broker.class)
final class KafkaSendIT {

  private static final String TOPIC = KafkaService.topic(1);
  private static final String QUESTIONS = KafkaService.topic(1);
  private static final String ANSWERS = KafkaService.topic(1);
  private static final String RETRIED = KafkaService.topic(1);

  private static KafkaService service;
  private static Seen seen;

  private final TenantId acme = NotesService.tenant(Isolation.POOL);
  private final TenantId globex = NotesService.tenant(Isolation.POOL);

  /** What has arrived, looked at in no scope. */
  static class Seen {

    private final Map<String, ConsumerRecord<String, String>> records = new ConcurrentHashMap<>();

    @KafkaListener(topics = "${seen}")
    void see(ConsumerRecord<String, String> record) {
      assertThat(TenantScope.current()).isEmpty();
      records.put(record.value(), record);
    }

    String tenant(String text) {
      await().atMost(Duration.ofSeconds(30)).until(() -> records.containsKey(text));
      Header header =
          Objects.requireNonNull(records.get(text)).headers().lastHeader(KafkaService.HEADER);
      return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
    }
  }

  /** Templates that the application has made by itself. */
  static class Templates {

    @Bean
    ProducerFactory<String, String> producers(KafkaProperties properties) {
      return new DefaultKafkaProducerFactory<>(properties.buildProducerProperties());
    }

    @Bean(defaultCandidate = false)
    ProducerFactory<String, String> transactional(KafkaProperties properties) {
      DefaultKafkaProducerFactory<String, String> factory =
          new DefaultKafkaProducerFactory<>(properties.buildProducerProperties());
      factory.setTransactionIdPrefix("notes-");
      return factory;
    }

    @Bean
    KafkaTemplate<?, ?> kafkaTemplate(ProducerFactory<String, String> producers) {
      return new KafkaTemplate<>(producers);
    }

    @Bean(defaultCandidate = false)
    ReplyingKafkaTemplate<String, String, String> asking(
        ProducerFactory<String, String> producers,
        ConcurrentKafkaListenerContainerFactory<String, String> containers,
        @Value("${answers}") String answers) {
      ConcurrentMessageListenerContainer<String, String> replies =
          containers.createContainer(answers);
      replies.getContainerProperties().setGroupId("answers");
      return new ReplyingKafkaTemplate<>(producers, replies);
    }

    @Bean
    TaskScheduler scheduler() {
      return new ThreadPoolTaskScheduler();
    }
  }

  static class Answering {

    private final JdbcTemplate jdbc;
    private final Map<String, String> given = new ConcurrentHashMap<>();

    Answering(JdbcTemplate jdbc) {
      this.jdbc = jdbc;
    }

    @KafkaListener(topics = "${questions}")
    @SendTo
    String count(String question) {
      KafkaService.write(jdbc, question);
      return question + " " + jdbc.queryForObject("SELECT count(*) FROM note", Long.class);
    }

    @RetryableTopic(attempts = "3", backOff = @BackOff(delay = 100))
    @KafkaListener(topics = "${retried}")
    void retried(String text) {
      KafkaService.write(jdbc, text);
      throw new IllegalStateException("refused");
    }

    @DltHandler
    void given(String text) {
      given.put(text, String.valueOf(TenantScope.current()));
    }
  }

  @BeforeAll
  static void start() {
    service =
        KafkaService.start(
            List.of(Seen.class, Templates.class, Answering.class),
            "seen=" + TOPIC,
            "croft.kafka.unscoped=" + TOPIC,
            "questions=" + QUESTIONS,
            "answers=" + ANSWERS,
            "retried=" + RETRIED);
    seen = service.context.getBean(Seen.class);
  }

  @AfterAll
  static void stop() {
    service.close();
  }

  @Test
  void aRecordNamesTheTenantOfTheScope() {
    service.send(acme, TOPIC, "of acme");
    service.send(KafkaService.naming(TOPIC, "of nobody"));
    assertThat(seen.tenant("of acme")).isEqualTo(acme.toString());
    assertThat(seen.tenant("of nobody")).isEmpty();
  }

  @Test
  @SuppressWarnings("unchecked")
  void soDoesOneThatIsSentInATransaction() {
    KafkaTemplate<String, String> transactions =
        new KafkaTemplate<>(
            service.context.getBean(
                "transactional",
                (Class<ProducerFactory<String, String>>) (Class<?>) ProducerFactory.class));
    TenantScope.run(
        acme, () -> transactions.executeInTransaction(t -> t.send(TOPIC, "in a transaction")));
    assertThat(seen.tenant("in a transaction")).isEqualTo(acme.toString());
  }

  @Test
  void anApplicationsRecordIsNotChanged() {
    ProducerRecord<String, String> record = KafkaService.naming(TOPIC, "again");
    TenantScope.run(acme, () -> service.send(record));
    assertThat(seen.tenant("again")).isEqualTo(acme.toString());
    seen.records.clear();
    TenantScope.run(globex, () -> service.send(record));
    assertThat(seen.tenant("again")).isEqualTo(globex.toString());
  }

  @Test
  void aRecordOfAnotherTenantIsRefused() {
    ProducerRecord<String, String> foreign =
        KafkaService.naming(TOPIC, "foreign", globex.toString());
    assertRefused("tenant-already-in-scope", foreign);
    assertRefused("tenant-id-invalid", KafkaService.naming(TOPIC, "malformed", "acme"));
    String own = acme.toString();
    assertRefused("tenant-ambiguous", KafkaService.naming(TOPIC, "twice", own, own));
    TenantScope.run(acme, () -> service.send(KafkaService.naming(TOPIC, "own", own)));
    assertThat(seen.tenant("own")).isEqualTo(own);
    assertThat(seen.records).doesNotContainKeys("foreign", "malformed", "twice");
  }

  private void assertRefused(String code, ProducerRecord<String, String> record) {
    assertThatThrownBy(() -> TenantScope.run(acme, () -> service.send(record)))
        .isInstanceOfSatisfying(
            CroftException.class, e -> assertThat(e.code().code()).isEqualTo(code));
  }

  @Test
  @SuppressWarnings("unchecked")
  void aQuestionIsAnsweredInTheScopeOfWhoAsks() throws Exception {
    ReplyingKafkaTemplate<String, String, String> asking =
        service.context.getBean(ReplyingKafkaTemplate.class);
    assertThat(asking.waitForAssignment(Duration.ofSeconds(30))).isTrue();
    ConsumerRecord<String, String> answer =
        TenantScope.<ConsumerRecord<String, String>, Exception>call(
            acme,
            () ->
                asking
                    .sendAndReceive(new ProducerRecord<>(QUESTIONS, "how many?"))
                    .get(30, TimeUnit.SECONDS));
    assertThat(answer.value()).isEqualTo("how many? 1");
    assertThat(answer.headers().lastHeader(KafkaService.HEADER).value())
        .asString()
        .isEqualTo(acme.toString());
    assertThat(service.notes(acme)).containsExactly("how many?");
  }

  @Test
  void retryTopicsKeepTheTenant() {
    service.send(acme, RETRIED, "retried");
    Answering answering = service.context.getBean(Answering.class);
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(answering.given).containsEntry("retried", "Optional[" + acme + "]"));
    assertThat(service.notes(acme)).containsExactly("retried", "retried", "retried");
  }
}

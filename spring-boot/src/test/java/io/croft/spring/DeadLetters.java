package io.croft.spring;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.listener.DefaultErrorHandler;
import org.springframework.kafka.listener.RetryListener;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.util.backoff.FixedBackOff;

/** Tries each record three times, then puts it aside. */
class DeadLetters {

  private final Map<String, ConsumerRecord<String, String>> letters = new ConcurrentHashMap<>();
  private final Map<String, Integer> attempts = new ConcurrentHashMap<>();

  @Bean
  DefaultErrorHandler errors(KafkaTemplate<?, ?> template) {
    DefaultErrorHandler handler =
        new DefaultErrorHandler(
            new DeadLetterPublishingRecoverer(
                template, (record, e) -> new TopicPartition(record.topic() + "-dlt", 0)),
            new FixedBackOff(50, 2));
    handler.setRetryListeners(
        (RetryListener)
            (record, e, attempt) ->
                attempts.merge(String.valueOf(record.value()), 1, Integer::sum));
    return handler;
  }

  @KafkaListener(topics = "${topic}-dlt", groupId = "dead-letters-${topic}", batch = "false")
  void take(ConsumerRecord<String, String> letter) {
    letters.put(letter.value(), letter);
  }

  /** Returns how often the record of that text has failed by itself. */
  int attempts(String text) {
    return attempts.getOrDefault(text, 0);
  }

  boolean has(String text) {
    return letters.containsKey(text);
  }

  ConsumerRecord<String, String> letter(String text) {
    await().atMost(Duration.ofSeconds(30)).until(() -> has(text));
    return Objects.requireNonNull(letters.get(text));
  }

  /** Returns why it was put aside. */
  String reason(String text) {
    return header(text, KafkaHeaders.DLT_EXCEPTION_STACKTRACE);
  }

  String header(String text, String name) {
    Header header = letter(text).headers().lastHeader(name);
    return header == null ? "" : new String(header.value(), StandardCharsets.UTF_8);
  }
}

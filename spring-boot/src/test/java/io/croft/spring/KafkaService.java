package io.croft.spring;

import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** An application that keeps notes which arrive as records, beside one broker for all tests. */
final class KafkaService implements AutoCloseable {

  static final String HEADER = "croft-tenant";

  private static final AtomicInteger TOPICS = new AtomicInteger();

  private static final class Shared {

    static final EmbeddedKafkaKraftBroker BROKER = start();

    private static EmbeddedKafkaKraftBroker start() {
      EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);
      broker.brokerProperties(
          Map.of(
              "group.initial.rebalance.delay.ms", "0",
              "transaction.state.log.replication.factor", "1",
              "transaction.state.log.min.isr", "1"));
      // It reads words of its own configuration in the language of its user.
      Locale language = Locale.getDefault();
      Locale.setDefault(Locale.ROOT);
      try {
        broker.afterPropertiesSet();
      } finally {
        Locale.setDefault(language);
      }
      return broker;
    }
  }

  /**
   * Ends the broker when all tests of this process have ended, which may be launched one by one.
   */
  static final class Broker implements BeforeAllCallback {

    @Override
    public void beforeAll(ExtensionContext test) {
      test.getStore(ExtensionContext.StoreScope.LAUNCHER_SESSION, ExtensionContext.Namespace.GLOBAL)
          .computeIfAbsent(Broker.class, any -> (AutoCloseable) Broker::end);
    }

    /** Waits for the broker's end no longer than anybody who watches the tests would. */
    private static void end() throws InterruptedException {
      Thread end = new Thread(Shared.BROKER::destroy, "end of the broker");
      end.setDaemon(true);
      end.start();
      end.join(Duration.ofSeconds(20).toMillis());
    }
  }

  /** What all of these applications have. */
  @EnableAutoConfiguration(
      excludeName = {
        "org.springframework.boot.batch.jdbc.autoconfigure.BatchJdbcAutoConfiguration",
        "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
        "org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration"
      })
  static class Application {}

  final ConfigurableApplicationContext context;
  final KafkaTemplate<String, String> template;
  private final JdbcTemplate jdbc;

  @SuppressWarnings("unchecked")
  private KafkaService(ConfigurableApplicationContext context) {
    this.context = context;
    this.template = context.getBean("kafkaTemplate", KafkaTemplate.class);
    this.jdbc = context.getBean(JdbcTemplate.class);
  }

  /** Returns a new topic, with one for its dead letters. */
  static String topic(int partitions) {
    String topic = "notes-" + TOPICS.incrementAndGet();
    Shared.BROKER.addTopics(
        new NewTopic(topic, partitions, (short) 1), new NewTopic(topic + "-dlt", 1, (short) 1));
    return topic;
  }

  static KafkaService start(List<Class<?>> beans, String... properties) {
    List<String> all = new ArrayList<>(NotesService.access());
    all.addAll(
        List.of(
            "spring.kafka.bootstrap-servers=" + Shared.BROKER.getBrokersAsString(),
            "croft.kafka.unscoped=*-dlt",
            "spring.kafka.consumer.group-id=notes",
            "spring.kafka.consumer.auto-offset-reset=earliest",
            "spring.kafka.producer.properties.linger.ms=0",
            "spring.main.banner-mode=off"));
    all.addAll(List.of(properties));
    List<Class<?>> sources = new ArrayList<>(beans);
    sources.add(Application.class);
    return new KafkaService(
        new SpringApplicationBuilder(sources.toArray(Class<?>[]::new))
            .web(WebApplicationType.NONE)
            .properties(all.toArray(String[]::new))
            .run());
  }

  /** Writes a note of whoever is in scope. */
  static void write(JdbcTemplate jdbc, String text) {
    jdbc.update("INSERT INTO note (id, text) VALUES (nextval('note_seq'), ?)", text);
  }

  /** Returns the notes of a tenant, in the order in which they were written. */
  List<String> notes(TenantId tenant) {
    return TenantScope.call(
        tenant, () -> jdbc.queryForList("SELECT text FROM note ORDER BY id", String.class));
  }

  void send(TenantId tenant, String topic, String text) {
    TenantScope.run(tenant, () -> send(new ProducerRecord<>(topic, 0, "key", text)));
  }

  /** Sends a record in no scope with headers as anybody could write them. */
  void sendNaming(String topic, String text, String... tenants) {
    send(naming(topic, text, tenants));
  }

  static ProducerRecord<String, String> naming(String topic, String text, String... tenants) {
    ProducerRecord<String, String> record = new ProducerRecord<>(topic, 0, "key", text);
    for (@Nullable String tenant : tenants) {
      record.headers().add(HEADER, tenant.getBytes(StandardCharsets.UTF_8));
    }
    return record;
  }

  void send(ProducerRecord<String, String> record) {
    try {
      template.send(record).get(30, TimeUnit.SECONDS);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Starts a listener that waits for it. */
  void listen(String id) {
    Objects.requireNonNull(
            context.getBean(KafkaListenerEndpointRegistry.class).getListenerContainer(id))
        .start();
  }

  @Override
  public void close() {
    context.close();
  }
}

package io.croft.spring.kafka;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.TenantId;
import io.croft.core.TenantScope;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.core.ProducerPostProcessor;
import org.springframework.kafka.support.KafkaHeaders;

/**
 * Lets the producers of a factory name the tenant of the scope in which a record is sent. It is
 * around the producer, where every template, transaction and reply passes, and not an interceptor
 * of Kafka: what such a one refuses is logged and sent.
 */
final class ScopedProducer implements ProducerPostProcessor<Object, Object> {

  private final boolean scopeRequired;

  /**
   * @param scopeRequired whether a record of no scope that names no tenant is refused
   */
  ScopedProducer(boolean scopeRequired) {
    this.scopeRequired = scopeRequired;
  }

  @Override
  @SuppressWarnings("unchecked")
  public Producer<Object, Object> apply(Producer<Object, Object> producer) {
    return (Producer<Object, Object>)
        Proxy.newProxyInstance(
            ScopedProducer.class.getClassLoader(),
            new Class<?>[] {Producer.class},
            (proxy, method, arguments) -> {
              if (arguments != null && arguments[0] instanceof ProducerRecord<?, ?> record) {
                arguments[0] = named(record);
              }
              try {
                return method.invoke(producer, arguments);
              } catch (InvocationTargetException e) {
                throw e.getTargetException();
              }
            });
  }

  /**
   * Returns the record with its tenant. A copy: the application may send its own again in another
   * scope.
   *
   * @throws CroftException {@code tenant-already-in-scope} when it names another tenant than that
   *     of the scope, {@code no-tenant-in-scope}, {@code tenant-id-invalid}, {@code
   *     tenant-ambiguous}
   */
  ProducerRecord<?, ?> named(ProducerRecord<?, ?> record) {
    Optional<TenantId> scope = TenantScope.current();
    if (scope.isEmpty()) {
      requireTenant(record.headers());
      return record;
    }
    Optional<TenantId> named = TenantHeader.tenant(record.headers());
    if (named.isEmpty()) {
      return copy(record, scope.get());
    }
    if (!named.equals(scope)) {
      throw new CroftException(
          ErrorCode.TENANT_ALREADY_IN_SCOPE,
          "a record of tenant %s cannot be sent to %s inside the scope of tenant %s"
              .formatted(named.get(), record.topic(), scope.get()),
          "send it in the scope of its tenant, or leave the header to Croft");
    }
    return record;
  }

  /** What was received is passed on as it is, also where nothing else is sent without a tenant. */
  private void requireTenant(Headers headers) {
    if (scopeRequired
        && TenantHeader.written(headers).isEmpty()
        && headers.lastHeader(KafkaHeaders.DLT_ORIGINAL_TOPIC) == null
        && headers.lastHeader(KafkaHeaders.ORIGINAL_TOPIC) == null) {
      throw new CroftException(
          ErrorCode.NO_TENANT_IN_SCOPE,
          "a record was to be sent in no scope, and croft.kafka.scope-required is set",
          "send it inside TenantScope.call(tenant, ...)");
    }
  }

  private static <K, V> ProducerRecord<K, V> copy(ProducerRecord<K, V> record, TenantId tenant) {
    @Nullable Integer partition = record.partition();
    ProducerRecord<K, V> named =
        new ProducerRecord<>(
            record.topic(),
            partition,
            record.timestamp(),
            record.key(),
            record.value(),
            record.headers());
    named.headers().add(TenantHeader.NAME, TenantHeader.valueOf(tenant));
    return named;
  }
}

package io.croft.spring.kafka;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.core.TenantId;
import io.croft.jdbc.CroftDataSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.util.PatternMatchUtils;

/**
 * Finds the tenant of a record that was received, before anything is done with the record.
 *
 * <p>A record whose tenant will never be usable is refused with an error of Croft whose cause is
 * one that Spring for Apache Kafka does not retry by default: the record goes to the recoverer at
 * once. A tenant that is suspended, or cannot be told now, may be there at the next attempt: such a
 * record is tried again as often as the application's error handler tries others.
 */
final class RecordTenants {

  private final Supplier<CroftDataSource> source;
  private final Supplier<List<String>> unscoped;

  /**
   * @param source asked for with the first record
   * @param unscoped patterns of topics whose records are of no tenant, whatever they name
   */
  RecordTenants(Supplier<CroftDataSource> source, Supplier<List<String>> unscoped) {
    this.source = source;
    this.unscoped = unscoped;
  }

  /** Returns what the record says of its tenant, as it is written; empty when it says nothing. */
  List<String> written(ConsumerRecord<?, ?> record) {
    return isUnscoped(record) ? List.of() : TenantHeader.written(record.headers());
  }

  private boolean isUnscoped(ConsumerRecord<?, ?> record) {
    return unscoped.get().stream()
        .anyMatch(pattern -> PatternMatchUtils.simpleMatch(pattern, record.topic()));
  }

  /**
   * Returns the tenant of the record, empty when it names none.
   *
   * @throws CroftException {@code tenant-ambiguous}, {@code tenant-id-invalid}, {@code
   *     tenant-unknown}, {@code tenant-not-active}, {@code catalog-unreachable}
   */
  Optional<TenantId> tenant(ConsumerRecord<?, ?> record) {
    if (isUnscoped(record)) {
      return Optional.empty();
    }
    try {
      Optional<TenantId> named = TenantHeader.tenant(record.headers());
      named.ifPresent(source.get()::placement);
      return named;
    } catch (CroftException e) {
      throw isForEver(e.code()) ? forEver(e, record) : e;
    }
  }

  private static boolean isForEver(ErrorCode code) {
    return switch (code) {
      case TENANT_AMBIGUOUS, TENANT_ID_INVALID, TENANT_UNKNOWN -> true;
      default -> false;
    };
  }

  private static CroftException forEver(CroftException e, ConsumerRecord<?, ?> record) {
    String place = record.topic() + "-" + record.partition() + "@" + record.offset();
    return new CroftException(
        e.code(),
        "the record " + place + " has no usable tenant: " + e.getMessage(),
        e.hint(),
        new MessageConversionException("the tenant of " + place + " cannot be used"));
  }
}

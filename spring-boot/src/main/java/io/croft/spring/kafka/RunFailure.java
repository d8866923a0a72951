package io.croft.spring.kafka;

import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.listener.BatchListenerFailedException;

/** Tells the failure of a run as that of one record of the batch. */
final class RunFailure {

  private RunFailure() {}

  /**
   * Returns the failure of the record that the listener has named, and of the run's first one where
   * it has named none of the run.
   */
  static BatchListenerFailedException of(Exception thrown, TenantRun<?, ?> run) {
    @Nullable BatchListenerFailedException told = told(thrown);
    if (told == null) {
      return at(run.first(), thrown);
    }
    @Nullable ConsumerRecord<?, ?> record = told.getRecord();
    if (record != null) {
      return at(run.records().contains(record) ? record : run.first(), thrown);
    }
    int index = told.getIndex();
    boolean known = index >= 0 && index < run.records().size();
    return at(known ? run.records().get(index) : run.first(), thrown);
  }

  /** Returns that everything before that record is done, and nothing from it on. */
  static BatchListenerFailedException at(ConsumerRecord<?, ?> record, Exception thrown) {
    return new BatchListenerFailedException("a part of the batch failed", thrown, record);
  }

  private static @Nullable BatchListenerFailedException told(Throwable thrown) {
    Set<Throwable> seen = new HashSet<>();
    for (@Nullable Throwable t = thrown; t != null && seen.add(t); t = t.getCause()) {
      if (t instanceof BatchListenerFailedException told) {
        return told;
      }
    }
    return null;
  }
}

package io.croft.spring.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.BatchListenerFailedException;

/** The record that failed is told by itself, and is always one of the run. */
final class RunFailureTest {

  private final ConsumerRecord<String, String> first = record(7);
  private final ConsumerRecord<String, String> second = record(8);
  private final TenantRun<String, String> run = new TenantRun<>(5, List.of(first, second));

  private static ConsumerRecord<String, String> record(long offset) {
    return new ConsumerRecord<>("topic", 0, offset, "key", "text");
  }

  private void assertFailed(Exception thrown, ConsumerRecord<String, String> record) {
    BatchListenerFailedException failure = RunFailure.of(thrown, run);
    assertThat(failure.getRecord()).isSameAs(record);
    assertThat(failure).hasCause(thrown);
  }

  @Test
  void isTheFirstWhereNothingIsSaid() {
    assertFailed(new IllegalStateException("refused"), first);
  }

  @Test
  void isTheOneOfThatPlaceInTheRun() {
    assertFailed(new BatchListenerFailedException("refused", 1), second);
    assertFailed(new IllegalStateException(new BatchListenerFailedException("refused", 1)), second);
  }

  @Test
  void isTheOneThatIsNamed() {
    assertFailed(new BatchListenerFailedException("refused", second), second);
  }

  @Test
  void isTheFirstWhereAnotherIsMeant() {
    assertFailed(new BatchListenerFailedException("refused", 2), first);
    assertFailed(new BatchListenerFailedException("refused", -1), first);
    assertFailed(new BatchListenerFailedException("refused", record(9)), first);
  }
}

package io.croft.spring.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.croft.core.CroftException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.support.Acknowledgment;

/** A batch is acknowledged no earlier than all of it was given to the listener and is done. */
final class RunAcknowledgmentsTest {

  private final List<String> heard = new ArrayList<>();
  private final List<TenantRun<String, String>> runs =
      TenantRun.of(
          List.of(record("a", 0), record("b", 1), record("b", 2), record("a", 3)),
          record -> List.of(record.value()));
  private final RunAcknowledgments<String, String> all =
      new RunAcknowledgments<>(
          new Acknowledgment() {
            @Override
            public void acknowledge() {
              heard.add("all");
            }

            @Override
            public void acknowledge(int index) {
              heard.add("to " + index);
            }

            @Override
            public void nack(int index, Duration sleep) {
              heard.add("from " + index);
            }
          },
          runs);

  private static ConsumerRecord<String, String> record(String tenant, long offset) {
    return new ConsumerRecord<>("topic", 0, offset, "key", tenant);
  }

  @Test
  void recordsThatFollowEachOtherAreOneRun() {
    assertThat(runs).extracting(TenantRun::start).containsExactly(0, 1, 3);
    assertThat(runs).extracting(run -> run.records().size()).containsExactly(1, 2, 1);
    assertThat(TenantRun.<String, String>of(List.of(), record -> List.of())).isEmpty();
  }

  @Test
  void theBatchIsDoneWhenEachRunIs() {
    all.of(0).acknowledge();
    all.of(2).acknowledge();
    all.of(2).acknowledge();
    assertThat(heard).isEmpty();
    all.of(1).acknowledge();
    assertThat(heard).containsExactly("all");
  }

  @Test
  void whatFailedIsCountedFromTheFirstThatIsNotDone() {
    all.of(0).acknowledge();
    assertThat(all.firstOpen(1)).isEqualTo(1);
    assertThat(all.firstOpen(2)).isEqualTo(1);
  }

  @Test
  void aPartOfARunIsAPartOfTheBatch() {
    all.of(0).acknowledge();
    all.of(1).acknowledge(0);
    all.of(1).acknowledge(1);
    assertThat(heard).containsExactly("to 1", "to 2");
    assertThat(all.firstOpen(2)).isEqualTo(2);
  }

  @Test
  void aPartIsNotDoneBeforeWhatComesBeforeIt() {
    assertThatThrownBy(() -> all.of(1).acknowledge(0))
        .isInstanceOf(CroftException.class)
        .hasMessageContaining("calls before");
    assertThat(heard).isEmpty();
  }

  @Test
  void whatIsGivenBackIsGivenBackFromWhereAllBeforeIsDone() {
    all.of(0).acknowledge();
    all.of(1).nack(1, Duration.ZERO);
    assertThat(heard).containsExactly("from 2");
    assertThat(all.isGivenBack()).isTrue();
  }

  @Test
  void whatWasNotDoneBeforeIsGivenBackToo() {
    all.of(1).nack(1, Duration.ZERO);
    assertThat(heard).containsExactly("from 0");
  }
}

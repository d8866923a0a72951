package io.croft.spring.kafka;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Records of one tenant, or of none, that follow each other in a batch.
 *
 * <p>Runs, and not all records of a tenant together: whatever is done of a batch at some moment is
 * then its beginning, and offsets can say so. If records were taken out of their order, those that
 * were passed over would be lost with the first failure behind them.
 *
 * @param start where in the batch it begins
 * @param records never empty; in the order of the batch
 */
record TenantRun<K, V>(int start, List<ConsumerRecord<K, V>> records) {

  ConsumerRecord<K, V> first() {
    return records.get(0);
  }

  /**
   * Returns the runs of which a batch consists, in its order.
   *
   * @param written what a record says of its tenant, as it is written: what is malformed alike goes
   *     together, too
   */
  static <K, V> List<TenantRun<K, V>> of(
      List<ConsumerRecord<K, V>> batch, Function<ConsumerRecord<K, V>, List<String>> written) {
    List<TenantRun<K, V>> runs = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= batch.size(); i++) {
      if (i == batch.size()
          || !written.apply(batch.get(i)).equals(written.apply(batch.get(start)))) {
        runs.add(new TenantRun<>(start, batch.subList(start, i)));
        start = i;
      }
    }
    return runs;
  }
}

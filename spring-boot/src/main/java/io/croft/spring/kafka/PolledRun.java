package io.croft.spring.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** A run in the form of what a consumer has polled. */
final class PolledRun {

  private PolledRun() {}

  /** Returns the records of the run, with the offsets that follow them. */
  static <K, V> ConsumerRecords<K, V> of(TenantRun<K, V> run) {
    Map<TopicPartition, List<ConsumerRecord<K, V>>> records = new LinkedHashMap<>();
    Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
    for (ConsumerRecord<K, V> record : run.records()) {
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      records.computeIfAbsent(partition, any -> new ArrayList<>()).add(record);
      next.put(partition, new OffsetAndMetadata(record.offset() + 1, record.leaderEpoch(), ""));
    }
    return new ConsumerRecords<>(records, next);
  }
}

package io.croft.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/** The samples of one way under one workload, one for each round. */
final class Series {

  private static final long LONGEST_NANOS = 60_000_000_000L;
  private static final int DIGITS = 3;

  private final Workload workload;
  private final Way way;
  private final Histogram all = new Histogram(LONGEST_NANOS, DIGITS);
  private final List<Double> medians = new ArrayList<>();
  private final List<Double> cpus = new ArrayList<>();
  private double roundTrips;
  private long transactions;
  private int perSample = 1;

  Series(Workload workload, Way way) {
    this.workload = workload;
    this.way = way;
  }

  Workload workload() {
    return workload;
  }

  Way way() {
    return way;
  }

  /** Returns how many transactions one sample makes. */
  int perSample() {
    return perSample;
  }

  void perSample(int number) {
    perSample = number;
  }

  void roundTrips(double perTransaction) {
    roundTrips = perTransaction;
  }

  /** Takes the sample of a round: its latencies in nanoseconds, and the CPU of its backend. */
  void add(Histogram sample, OptionalLong cpuNanos) {
    all.add(sample);
    medians.add((double) sample.getValueAtPercentile(50));
    long number = sample.getTotalCount();
    transactions += number;
    cpuNanos.ifPresent(nanos -> cpus.add((double) nanos / number / workload.statements()));
  }

  /** Returns the median latency of each round, in nanoseconds. */
  List<Double> medians() {
    return List.copyOf(medians);
  }

  /** Returns the CPU nanoseconds of one statement in each round; empty when not measured. */
  List<Double> cpus() {
    return List.copyOf(cpus);
  }

  Figures figures() {
    return new Figures(
        workload.id(),
        workload.title(),
        way.name(),
        all.getValueAtPercentile(50) / 1_000.0,
        all.getValueAtPercentile(99) / 1_000.0,
        cpus.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Ratio.median(cpus) / 1_000.0),
        roundTrips,
        transactions,
        workload.statements());
  }
}

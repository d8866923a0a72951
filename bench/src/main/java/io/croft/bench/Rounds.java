package io.croft.bench;

import io.croft.tools.CountingSockets;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.HdrHistogram.Histogram;

/**
 * Measures ways against each other: after a warm-up, in each round one sample of every way, one
 * after the other, so that what disturbs the machine disturbs all. One client in a closed loop: the
 * next transaction begins when the last has ended.
 */
final class Rounds {

  private static final int COUNTED = 20;
  private static final int FEWEST = 3;

  private final Scale scale;

  Rounds(Scale scale) {
    this.scale = scale;
  }

  List<Series> measure(Workload workload, List<Way> ways) throws SQLException, IOException {
    List<Series> all = new ArrayList<>();
    for (Way way : ways) {
      if (way.takes(workload)) {
        all.add(warm(new Series(workload, way)));
      }
    }
    for (int round = 0; round < scale.rounds(); round++) {
      for (int i = 0; i < all.size(); i++) {
        sample(all.get((i + round) % all.size()));
      }
    }
    return all;
  }

  /** Runs until the way is warm, learns how long a transaction takes and counts its round trips. */
  private Series warm(Series series) throws SQLException {
    long half = scale.warmUp().toNanos() / 2;
    repeat(series, half);
    double each = repeat(series, half);
    series.perSample((int) Math.max(FEWEST, scale.sample().toNanos() / each));
    int counted = series.workload().isBatch() ? 1 : COUNTED;
    long before = CountingSockets.roundTrips();
    for (int i = 0; i < counted; i++) {
      series.way().run(series.workload());
    }
    series.roundTrips((double) (CountingSockets.roundTrips() - before) / counted);
    return series;
  }

  /** Runs for that long, at least once; returns the nanoseconds of one transaction. */
  private static double repeat(Series series, long nanos) throws SQLException {
    long begun = System.nanoTime();
    long ended;
    int times = 0;
    do {
      series.way().run(series.workload());
      times++;
      ended = System.nanoTime();
    } while (ended - begun < nanos);
    return (double) (ended - begun) / times;
  }

  private void sample(Series series) throws SQLException, IOException {
    Way way = series.way();
    Histogram latencies = new Histogram(3);
    OptionalInt backend = way.backend();
    way.run(series.workload());
    OptionalLong before = cpu(backend);
    for (int i = 0; i < series.perSample(); i++) {
      long begun = System.nanoTime();
      way.run(series.workload());
      latencies.recordValue(System.nanoTime() - begun);
    }
    OptionalLong after = cpu(backend);
    if (!way.backend().equals(backend)) {
      throw new IllegalStateException(way.name() + " was served by two backends");
    }
    series.add(
        latencies,
        before.isPresent() && after.isPresent()
            ? OptionalLong.of(after.getAsLong() - before.getAsLong())
            : OptionalLong.empty());
  }

  private static OptionalLong cpu(OptionalInt backend) throws IOException {
    return backend.isPresent() ? BackendCpu.nanos(backend.getAsInt()) : OptionalLong.empty();
  }
}

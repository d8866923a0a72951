package io.croft.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * How much more one costs than the other: the median over the rounds, in each of which both were
 * measured in turn, and the spread.
 *
 * @param median over the rounds
 * @param low the smallest of the rounds
 * @param high the largest of the rounds
 */
record Ratio(double median, double low, double high) {

  /** Returns the ratio of two series of the same rounds. */
  static Ratio of(List<Double> measured, List<Double> base) {
    if (measured.isEmpty() || measured.size() != base.size()) {
      throw new IllegalArgumentException(
          "series of %d and %d rounds".formatted(measured.size(), base.size()));
    }
    List<Double> ratios = new ArrayList<>();
    for (int round = 0; round < measured.size(); round++) {
      ratios.add(measured.get(round) / base.get(round));
    }
    return new Ratio(median(ratios), Collections.min(ratios), Collections.max(ratios));
  }

  /** Returns what was measured in each round, compared with nothing. */
  static Ratio plain(List<Double> measured) {
    return new Ratio(median(measured), Collections.min(measured), Collections.max(measured));
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }
}

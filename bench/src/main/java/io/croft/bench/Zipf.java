package io.croft.bench;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws ranks of which the n-th comes n times more rarely than the first. */
final class Zipf {

  private final double[] upTo;
  private final SplittableRandom random;

  Zipf(int ranks, long seed) {
    upTo = new double[ranks];
    random = new SplittableRandom(seed);
    double sum = 0;
    for (int i = 0; i < ranks; i++) {
      sum += 1.0 / (i + 1);
      upTo[i] = sum;
    }
  }

  /** Returns a rank, from 0. */
  int next() {
    int found = Arrays.binarySearch(upTo, random.nextDouble() * upTo[upTo.length - 1]);
    return Math.min(found < 0 ? -found - 1 : found, upTo.length - 1);
  }
}

package io.croft.bench;

/**
 * A number that the design wants to be reached, and what was measured.
 *
 * @param goal in words
 * @param comparedWith what a ratio is taken to; "-" where the measure stands alone
 * @param bound whether the limit is the most or the least
 * @param limit the goal
 * @param unit empty for a ratio
 * @param measured over the rounds
 * @param met whether the median of the rounds keeps the limit
 */
record Outcome(
    String goal,
    String comparedWith,
    Bound bound,
    double limit,
    String unit,
    Ratio measured,
    boolean met) {

  /** On which side of a limit it is well. */
  enum Bound {
    AT_MOST,
    AT_LEAST
  }

  static Outcome atMost(double limit, String unit, String goal, String comparedWith, Ratio ratio) {
    boolean met = ratio.median() <= limit;
    return new Outcome(goal, comparedWith, Bound.AT_MOST, limit, unit, ratio, met);
  }

  static Outcome atLeast(double limit, String unit, String goal, String comparedWith, Ratio ratio) {
    boolean met = ratio.median() >= limit;
    return new Outcome(goal, comparedWith, Bound.AT_LEAST, limit, unit, ratio, met);
  }
}

package io.croft.bench;

import java.util.Optional;

/**
 * A goal and what was measured.
 *
 * @param goal in words
 * @param workload its name for machines
 * @param way that promises
 * @param base what it is compared with
 * @param most the ratio that keeps the promise
 * @param latency the ratio of the median latencies
 * @param cpu the ratio of the server's CPU; absent where it is not measured
 * @param met whether the median of the latency's ratio keeps the promise
 */
record Verdict(
    String goal,
    String workload,
    String way,
    String base,
    double most,
    Ratio latency,
    Optional<Ratio> cpu,
    boolean met) {

  static Verdict of(Goal goal, Series way, Series base, double resolution) {
    Ratio latency = Ratio.of(way.medians(), base.medians());
    Optional<Ratio> cpu =
        way.cpus().size() == way.medians().size() && base.cpus().size() == way.cpus().size()
            ? Optional.of(Ratio.of(way.cpus(), base.cpus()))
            : Optional.empty();
    return new Verdict(
        goal.text(),
        goal.workload().id(),
        goal.way(),
        goal.base(),
        goal.most(),
        latency,
        cpu,
        latency.median() <= goal.most() + resolution);
  }
}

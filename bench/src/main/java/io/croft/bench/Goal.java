package io.croft.bench;

/**
 * What a way may cost, as the design promises.
 *
 * @param text the promise in words
 * @param workload under which it holds
 * @param way that promises
 * @param base what it is compared with
 * @param most the ratio of the median latencies that keeps the promise
 */
record Goal(String text, Workload workload, String way, String base, double most) {}

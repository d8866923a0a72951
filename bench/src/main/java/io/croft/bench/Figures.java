package io.croft.bench;

import java.util.OptionalDouble;

/**
 * What one way costs under one workload.
 *
 * @param workload its name for machines
 * @param title the workload in words
 * @param way its name
 * @param p50Micros median latency of a transaction
 * @param p99Micros what 99 of 100 transactions stay below
 * @param cpuSeconds user and system seconds of the server's process for a million statements;
 *     absent where it is not measured
 * @param roundTrips of one transaction, counted
 * @param transactions how many were measured
 * @param statements of one transaction, or rows of its batch
 */
record Figures(
    String workload,
    String title,
    String way,
    double p50Micros,
    double p99Micros,
    OptionalDouble cpuSeconds,
    double roundTrips,
    long transactions,
    int statements) {}

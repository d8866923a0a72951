package io.croft.jdbc;

import java.time.Duration;

/**
 * How physical connections are kept.
 *
 * @param connectionTimeout how long a thread waits for one
 * @param idleTimeout after how long without use one is closed
 * @param maxLifetime how old one gets, less a random 2.5 %
 * @param leakThreshold after how long one that is held is reported; zero: never
 */
record PoolOptions(
    Duration connectionTimeout,
    Duration idleTimeout,
    Duration maxLifetime,
    Duration leakThreshold) {}

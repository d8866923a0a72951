package io.croft.jdbc;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.postgresql.PGProperty;

/**
 * How a data source behaves; checked when it is made.
 *
 * @param fenceTimeout how long a transaction waits for its tenant to be reachable
 * @param pooler what stands before the servers
 * @param applicationName what {@code pg_stat_activity} shows
 * @param driver properties of the driver
 */
record Options(
    Duration fenceTimeout,
    PoolOptions pool,
    Pooler pooler,
    String applicationName,
    Map<String, String> driver) {

  private static final int LONGEST_NAME = 63;

  /**
   * @throws CroftException {@code configuration-invalid}, naming every problem
   */
  Options {
    driver = Map.copyOf(driver);
    List<String> problems = new ArrayList<>();
    requirePositive(problems, "fenceTimeout", fenceTimeout);
    requirePositive(problems, "connectionTimeout", pool.connectionTimeout());
    requirePositive(problems, "idleTimeout", pool.idleTimeout());
    requirePositive(problems, "maxLifetime", pool.maxLifetime());
    if (pool.leakThreshold().isNegative()) {
      problems.add("leakThreshold must be zero or more, found " + pool.leakThreshold());
    }
    if (applicationName.isBlank() || applicationName.length() > LONGEST_NAME) {
      problems.add("applicationName must have 1 to 63 characters");
    }
    problems.addAll(DriverProperties.problems(driver, pooler));
    if (!problems.isEmpty()) {
      throw new CroftException(
          ErrorCode.CONFIGURATION_INVALID,
          "the data source cannot be made: " + String.join("; ", problems),
          "correct all of these in CroftDataSource.builder(...)");
    }
  }

  /** Returns the fetch size of statements that are given none; 0 for all rows at once. */
  int fetchSize() {
    return Integer.parseInt(driver.getOrDefault(PGProperty.DEFAULT_ROW_FETCH_SIZE.getName(), "0"));
  }

  private static void requirePositive(List<String> problems, String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      problems.add(name + " must be more than zero, found " + value);
    }
  }
}

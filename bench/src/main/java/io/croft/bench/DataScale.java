package io.croft.bench;

import java.time.Duration;
import java.util.List;

/**
 * How much of the data plane is measured.
 *
 * @param rows of the tables that statements are measured on, and rounds
 * @param databases how many real database homes
 * @param poolTenants how many tenants of the pool, beside those with rows
 * @param catalogRows how many tenants that only the catalog knows: placed in databases that are not
 *     there
 * @param active the numbers of active tenants for which hit rates are measured
 * @param growth the numbers of tenants between which a statement must not become slower
 * @param requests how many requests make one hit rate
 * @param crowd how long one sample with many threads takes
 * @param forgotten how long sleeping tenants are left alone before the second look at memory
 */
record DataScale(
    Scale rows,
    int databases,
    int poolTenants,
    int catalogRows,
    List<Integer> active,
    List<Integer> growth,
    int requests,
    Duration crowd,
    Duration forgotten) {

  /** What the published figures are made with. */
  static final DataScale FULL =
      new DataScale(
          Scale.FULL.withSchemas(10),
          500,
          10_000,
          10_000,
          List.of(50, 1_000, 10_000),
          List.of(10, 100, 1_000, 10_000),
          3_000,
          Duration.ofSeconds(3),
          Duration.ofSeconds(70));

  /** A look within some minutes. */
  static final DataScale QUICK =
      new DataScale(
          Scale.QUICK.withRounds(3).withSchemas(3),
          24,
          100,
          500,
          List.of(20, 100),
          List.of(10, 100),
          300,
          Duration.ofSeconds(1),
          Duration.ZERO);

  DataScale withRounds(int number) {
    return new DataScale(
        rows.withRounds(number),
        databases,
        poolTenants,
        catalogRows,
        active,
        growth,
        requests,
        crowd,
        forgotten);
  }
}

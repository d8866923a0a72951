package io.croft.bench;

/**
 * How much of live moves is measured.
 *
 * @param rounds how many pairs each ratio is the median of
 * @param small streamed moves of a small tenant
 * @param medium streamed moves of a medium tenant
 * @param mediumRows its rows
 * @param large streamed moves of a large tenant
 * @param largeRows its rows
 * @param fenced fenced copies of a small tenant; of one of 10,000 rows half as many
 * @param busy moves beside a transaction of the tenant that lasts {@code busySeconds}, in each mode
 * @param busySeconds how long
 * @param beside moves beside a large transaction of a neighbour
 * @param besideRows how many rows that one writes
 * @param each moves for each home and isolation level, in each mode
 * @param rateRows rows of the tenant with which rates are measured; 0.7 of them are lines
 * @param singles transactions of one row that are applied
 * @param bulk tenants that are moved at once
 */
record MovesScale(
    int rounds,
    int small,
    int medium,
    int mediumRows,
    int large,
    int largeRows,
    int fenced,
    int busy,
    int busySeconds,
    int beside,
    int besideRows,
    int each,
    int rateRows,
    int singles,
    int bulk) {

  static final int SMALL_ROWS = 1_000;

  /** What the published figures are made with. */
  static final MovesScale FULL =
      new MovesScale(
          5, 98, 14, 100_000, 3, 2_000_000, 49, 2, 5, 3, 1_500_000, 2, 300_000, 20_000, 200);

  /** A look within some minutes. */
  static final MovesScale QUICK =
      new MovesScale(3, 14, 4, 20_000, 1, 100_000, 14, 1, 2, 1, 100_000, 1, 50_000, 2_000, 40);

  MovesScale withRounds(int number) {
    return new MovesScale(
        number,
        small,
        medium,
        mediumRows,
        large,
        largeRows,
        fenced,
        busy,
        busySeconds,
        beside,
        besideRows,
        each,
        rateRows,
        singles,
        bulk);
  }
}

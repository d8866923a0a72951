package io.croft.jdbc;

/** How many of a server's permits are kept free, and for whom. */
final class Reserve {

  /** A smaller budget is too small to keep something of it free. */
  private static final int SMALLEST = 4;

  private static final int PERMITS_FOR_EACH_CHEAP_ONE = 8;

  private Reserve() {}

  /** Returns true when the next permit is for those that hold none. */
  static boolean isForNew(int budget, int free) {
    return budget >= SMALLEST && free == 1;
  }

  /** Returns true when the next permit is for those that are not expensive. */
  static boolean isForCheap(int budget, int expensive) {
    int kept = ceil(budget, PERMITS_FOR_EACH_CHEAP_ONE);
    return expensive >= (budget < SMALLEST ? budget : budget - kept);
  }

  /** Returns the budget of which so many permits can be used by anybody. */
  static int budgetFor(int permits) {
    return permits < SMALLEST ? permits : permits + ceil(permits, PERMITS_FOR_EACH_CHEAP_ONE - 1);
  }

  private static int ceil(int number, int divisor) {
    return (number + divisor - 1) / divisor;
  }
}

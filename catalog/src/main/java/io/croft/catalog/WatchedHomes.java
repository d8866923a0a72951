package io.croft.catalog;

import io.croft.core.Placement;
import java.util.List;

/**
 * The schema and database homes of one server that have their turn next.
 *
 * @param homes how many such homes the server holds
 * @param next those whose turn it is: first some that are not known to hold, then those that were
 *     not looked at for the longest time
 * @param withinRounds in how many rounds of this size every home has its turn; 0 without homes
 */
public record WatchedHomes(int homes, List<Placement> next, int withinRounds) {

  /** Copies the list. */
  public WatchedHomes {
    next = List.copyOf(next);
  }
}

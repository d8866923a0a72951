package io.croft.jdbc;

import org.jspecify.annotations.Nullable;

/** Where a {@link Share} lies in a {@link Backlog}, and by what it is ordered there. */
final class Spot {

  /** The sets of a backlog. */
  enum Place {
    NOWHERE,
    READY,
    HELD_BACK,
    TIMED
  }

  Place place = Place.NOWHERE;

  /** Which set of its place; only among the ready. */
  int group;

  /** Its finish time, or when it is to be woken, as it was when it was put there. */
  long key;

  /** The order of its first ticket then: no two shares have the same. */
  long order;

  /** What its first ticket wants; null nowhere. */
  @Nullable Lane lane;
}

package io.croft.jdbc;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The tenants that wait. Ready are those that a permit would serve, in four groups, by what may
 * exclude a whole group from a permit: whether its tenants are expensive, and whether they hold
 * permits already. Held back are those whose lane is closed, timed those that must wait for their
 * own limits to allow more. Each operation costs the logarithm of their number.
 */
final class Backlog {

  private static final Comparator<Share> BY_KEY =
      Comparator.<Share>comparingLong(share -> share.spot.key)
          .thenComparingLong(share -> share.spot.order);

  private static final int EXPENSIVE = 1;
  private static final int HOLDING = 2;

  private final List<TreeSet<Share>> ready =
      List.of(
          new TreeSet<>(BY_KEY),
          new TreeSet<>(BY_KEY),
          new TreeSet<>(BY_KEY),
          new TreeSet<>(BY_KEY));
  private final IdentityHashMap<Lane, TreeSet<Share>> heldBack = new IdentityHashMap<>();
  private final TreeSet<Share> timed = new TreeSet<>(BY_KEY);

  void putReady(Share share) {
    share.spot.group = (share.expensive() ? EXPENSIVE : 0) + (share.inUse() > 0 ? HOLDING : 0);
    settle(share, Spot.Place.READY, share.finish());
    ready.get(share.spot.group).add(share);
  }

  /** Puts a share aside until {@code wakeNanos}. */
  void putTimed(Share share, long wakeNanos) {
    settle(share, Spot.Place.TIMED, wakeNanos);
    timed.add(share);
  }

  /** Puts a ready share aside until its lane is open. */
  void holdBack(Share share) {
    remove(share);
    Lane lane = share.head().lane();
    settle(share, Spot.Place.HELD_BACK, share.finish());
    heldBack.computeIfAbsent(lane, same -> new TreeSet<>(BY_KEY)).add(share);
  }

  /** Removes a share from wherever it lies. */
  void remove(Share share) {
    Spot spot = share.spot;
    switch (spot.place) {
      case NOWHERE -> {}
      case READY -> ready.get(spot.group).remove(share);
      case TIMED -> timed.remove(share);
      case HELD_BACK ->
          heldBack.computeIfPresent(
              laneOf(share),
              (lane, shares) -> {
                shares.remove(share);
                return shares.isEmpty() ? null : shares;
              });
    }
    spot.place = Spot.Place.NOWHERE;
  }

  /** Makes the first of those ready that were held back for {@code lane}, if that is open. */
  void admit(Lane lane, long virtual) {
    @Nullable TreeSet<Share> shares = heldBack.get(lane);
    if (shares != null && lane.open()) {
      Share first = shares.first();
      remove(first);
      first.catchUp(virtual);
      putReady(first);
    }
  }

  /** The same for all lanes. */
  void admitAll(long virtual) {
    new ArrayList<>(heldBack.keySet()).forEach(lane -> admit(lane, virtual));
  }

  /** Takes a share out whose time has come; null when there is none. */
  @Nullable Share wake(long nowNanos) {
    if (timed.isEmpty() || timed.first().spot.key - nowNanos > 0) {
      return null;
    }
    Share due = timed.first();
    remove(due);
    return due;
  }

  /**
   * Returns the ready share that starts first in virtual time, and among equals the one that has
   * waited longest; null when there is none.
   *
   * @param onlyNew only those that hold nothing
   * @param onlyCheap only those that are not expensive
   */
  @Nullable Share first(boolean onlyNew, boolean onlyCheap) {
    @Nullable Share best = null;
    for (int group = 0; group < ready.size(); group++) {
      TreeSet<Share> shares = ready.get(group);
      boolean excluded =
          (onlyNew && (group & HOLDING) != 0) || (onlyCheap && (group & EXPENSIVE) != 0);
      if (!excluded && !shares.isEmpty() && before(shares.first(), best)) {
        best = shares.first();
      }
    }
    return best;
  }

  /** Returns how many of those who wait could be served if there were permits and connections. */
  int servable() {
    int number = 0;
    for (TreeSet<Share> shares : ready) {
      for (Share share : shares) {
        number += share.servable();
      }
    }
    for (TreeSet<Share> shares : heldBack.values()) {
      for (Share share : shares) {
        number += share.servable();
      }
    }
    return number;
  }

  private static boolean before(Share one, @Nullable Share other) {
    return other == null || BY_KEY.compare(one, other) < 0;
  }

  private static void settle(Share share, Spot.Place place, long key) {
    Spot spot = share.spot;
    spot.place = place;
    spot.key = key;
    spot.order = share.head().order();
    spot.lane = share.head().lane();
  }

  private static Lane laneOf(Share share) {
    @Nullable Lane lane = share.spot.lane;
    if (lane == null) {
      throw new IllegalStateException("a share that lies nowhere has no lane");
    }
    return lane;
  }
}

package io.croft.jobs;

import io.croft.catalog.Tenant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who is next: a tenant of the server that does least for the job at this moment, so that a slow
 * server never has all of the job's threads while another has tenants to offer. Among equals it is
 * the one with most tenants left. For one thread.
 */
final class Agenda {

  /** A tenant, and the server on which it was when it was listed. */
  record Item(Tenant tenant, String server) {}

  private static final class Lane {
    final Deque<Tenant> waiting = new ArrayDeque<>();
    int running;
  }

  private final Map<String, Lane> lanes = new HashMap<>();
  private int left;

  void add(Item item) {
    lanes.computeIfAbsent(item.server(), name -> new Lane()).waiting.add(item.tenant());
    left++;
  }

  /** Returns how many wait for their turn. */
  int left() {
    return left;
  }

  /** Returns whose turn it is, where somebody waits; {@link #ended} is told its end. */
  Item next() {
    @Nullable String chosen = null;
    for (Map.Entry<String, Lane> each : lanes.entrySet()) {
      if (!each.getValue().waiting.isEmpty()
          && (chosen == null || goesBefore(each.getValue(), lane(chosen)))) {
        chosen = each.getKey();
      }
    }
    if (chosen == null) {
      throw new IllegalStateException("no tenant waits");
    }
    Lane lane = lane(chosen);
    lane.running++;
    left--;
    return new Item(lane.waiting.remove(), chosen);
  }

  private static boolean goesBefore(Lane one, Lane other) {
    return one.running != other.running
        ? one.running < other.running
        : one.waiting.size() > other.waiting.size();
  }

  void ended(Item item) {
    lane(item.server()).running--;
  }

  /** Lets a tenant wait again whose turn was not begun. */
  void takeBack(Item item) {
    ended(item);
    lane(item.server()).waiting.addFirst(item.tenant());
    left++;
  }

  private Lane lane(String server) {
    Lane lane = lanes.get(server);
    if (lane == null) {
      throw new IllegalStateException("no tenant was on server " + server);
    }
    return lane;
  }
}

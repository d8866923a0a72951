package io.croft.jdbc;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who holds which permits. Those of one holder are chained, the last one first. */
final class Holders {

  private final IdentityHashMap<Object, Permit> last = new IdentityHashMap<>();
  private int held;
  private int peak;

  void add(Permit permit) {
    peak = Math.max(peak, ++held);
    permit.chain(last.put(permit.holder(), permit));
  }

  void remove(Permit permit) {
    held--;
    @Nullable Permit before = permit.before();
    @Nullable Permit later = last.get(permit.holder());
    if (later == permit && before == null) {
      last.remove(permit.holder());
    } else if (later == permit) {
      last.put(permit.holder(), before);
    } else {
      while (later != null && later.before() != permit) {
        later = later.before();
      }
      if (later == null) {
        throw new IllegalStateException("a permit comes back from one who does not hold it");
      }
      later.chain(before);
    }
  }

  /** Returns how many permits were held at once since the last call. */
  int takePeak() {
    int most = peak;
    peak = held;
    return most;
  }

  /** Returns how many permits of that tenant the holder has. */
  int count(Object holder, Share share) {
    int count = 0;
    for (@Nullable Permit one = last.get(holder); one != null; one = one.before()) {
      count += one.share() == share ? 1 : 0;
    }
    return count;
  }

  /** Returns how many permits those have together who wait with these tickets. */
  int sum(Iterable<Ticket> tickets) {
    Set<Object> holders = Collections.newSetFromMap(new IdentityHashMap<>());
    tickets.forEach(one -> holders.add(one.holder()));
    int sum = 0;
    for (Object holder : holders) {
      for (@Nullable Permit one = last.get(holder); one != null; one = one.before()) {
        sum++;
      }
    }
    return sum;
  }
}

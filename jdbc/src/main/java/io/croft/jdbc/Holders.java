package io.croft.jdbc;

import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who holds how many permits, of which tenants. */
final class Holders {

  private final IdentityHashMap<Object, Map<Share, Integer>> held = new IdentityHashMap<>();

  void add(Object holder, Share share) {
    held.computeIfAbsent(holder, same -> new IdentityHashMap<>(2)).merge(share, 1, Integer::sum);
  }

  void remove(Object holder, Share share) {
    held.computeIfPresent(
        holder,
        (same, shares) -> {
          shares.computeIfPresent(share, (one, number) -> number == 1 ? null : number - 1);
          return shares.isEmpty() ? null : shares;
        });
  }

  /** Returns how many permits of that tenant the holder has. */
  int count(Object holder, Share share) {
    @Nullable Map<Share, Integer> shares = held.get(holder);
    return shares == null ? 0 : shares.getOrDefault(share, 0);
  }

  /** Returns how many permits these holders have together. */
  int sum(Set<Object> holders) {
    int sum = 0;
    for (Object holder : holders) {
      sum += held.getOrDefault(holder, Map.of()).values().stream().mapToInt(n -> n).sum();
    }
    return sum;
  }
}

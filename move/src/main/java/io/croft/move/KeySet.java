package io.croft.move;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Keys of rows, by table; each key as the texts of its columns in the order of {@link
 * TableShape#key}. Thread-safe: the follower adds while others look.
 */
final class KeySet {

  private final Map<String, Set<List<String>>> keys = new HashMap<>();
  private final int most;
  private int size;

  /** Without a bound. */
  KeySet() {
    this(Integer.MAX_VALUE);
  }

  /**
   * @param most how many keys it takes; one of two columns, a tenant and a number, takes 220 bytes
   */
  KeySet(int most) {
    this.most = most;
  }

  /** Raises {@code lease-lost} when there are too many. */
  synchronized void add(String table, List<String> key) {
    if (keys.computeIfAbsent(table, any -> new HashSet<>()).add(key)) {
      size++;
    }
    if (size > most) {
      throw new CroftException(
          ErrorCode.LEASE_LOST,
          String.format(
              Locale.ROOT,
              "more than %,d rows were changed while the homes were compared, the last is of table %s",
              most,
              table),
          "the old home is open and nothing is lost; resume the move at a quieter time");
    }
  }

  synchronized void addAll(KeySet others) {
    others.copy().forEach((table, more) -> more.forEach(key -> add(table, key)));
  }

  synchronized int size() {
    return size;
  }

  /** Returns the keys of one table, empty where it has none. */
  synchronized List<List<String>> of(String table) {
    return List.copyOf(keys.getOrDefault(table, Set.of()));
  }

  /** Returns those keys that are not in {@code others}. */
  KeySet without(KeySet others) {
    KeySet rest = new KeySet();
    Map<String, Set<List<String>>> excluded = others.copy();
    copy()
        .forEach(
            (table, own) ->
                own.stream()
                    .filter(key -> !excluded.getOrDefault(table, Set.of()).contains(key))
                    .forEach(key -> rest.add(table, key)));
    return rest;
  }

  /** Returns a text that PostgreSQL reads as an array of the values of one column. */
  static String array(Collection<List<String>> keys, int column) {
    List<String> quoted = new ArrayList<>();
    for (List<String> key : keys) {
      quoted.add('"' + key.get(column).replace("\\", "\\\\").replace("\"", "\\\"") + '"');
    }
    return "{" + String.join(",", quoted) + "}";
  }

  private synchronized Map<String, Set<List<String>>> copy() {
    Map<String, Set<List<String>>> copy = new HashMap<>();
    keys.forEach((table, own) -> copy.put(table, Set.copyOf(own)));
    return copy;
  }
}

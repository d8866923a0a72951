package io.croft.demo;

import io.croft.core.TenantId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The errors that the application saw, by tenant. Thread-safe. */
final class Errors {

  private static final int KEPT = 5;

  private final Map<String, Long> counts = new TreeMap<>();
  private final List<String> first = new ArrayList<>();

  synchronized void add(TenantId tenant, Exception error) {
    counts.merge(tenant.toString(), 1L, Long::sum);
    if (first.size() < KEPT) {
      String state = error instanceof SQLException sql ? " [" + sql.getSQLState() + "]" : "";
      first.add(tenant + ": " + error + state);
    }
  }

  /** Returns how many errors a tenant's clients saw so far. */
  synchronized long count(TenantId tenant) {
    return counts.getOrDefault(tenant.toString(), 0L);
  }

  /** Returns how many errors all clients saw so far. */
  synchronized long count() {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Returns the first few of them, in words. */
  synchronized List<String> first() {
    return List.copyOf(first);
  }
}

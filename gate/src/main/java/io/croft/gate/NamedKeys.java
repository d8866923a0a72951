package io.croft.gate;

import java.util.List;
import java.util.TreeMap;

/**
 * Adds the tenant where a statement names a key by its columns: to the target of {@code ON CONFLICT
 * (id)} and to {@code GROUP BY id}. PostgreSQL compares these with all columns of the key, and the
 * first of them is {@code tenant_id}, which the application does not know.
 *
 * <p>Text is only ever added, between two tokens, and only where the statement cannot mean anything
 * else; in doubt it stays as it is, and PostgreSQL refuses it. Literals, comments and dollar quotes
 * are never changed. What a statement may see and write does not depend on it.
 */
public final class NamedKeys {

  static final String TENANT = "tenant_id";

  private NamedKeys() {}

  /**
   * Returns the text with the tenant in the keys that it names; the same object where nothing is
   * added. Of a text without the words {@code conflict} and {@code group} it costs one look at each
   * character, and nothing is allocated.
   */
  public static String withTenant(String sql, HomeTables tables) {
    if (!mayNameKeys(sql)) {
      return sql;
    }
    SqlText text = SqlText.of(sql);
    if (!text.certain()) {
      return sql;
    }
    TreeMap<Integer, String> additions = new TreeMap<>();
    new ConflictTargets(text, tables).addTo(additions);
    new GroupedKeys(text, tables).addTo(additions);
    if (additions.isEmpty()) {
      return sql;
    }
    StringBuilder changed = new StringBuilder(sql.length() + 32 * additions.size());
    int copied = 0;
    for (int place : List.copyOf(additions.keySet())) {
      changed.append(sql, copied, place).append(additions.get(place));
      copied = place;
    }
    return changed.append(sql, copied, sql.length()).toString();
  }

  /** Returns true when the text holds one of the words that go before a key, wherever it is. */
  public static boolean mayNameKeys(String sql) {
    for (int i = 0; i < sql.length(); i++) {
      // Each word by its rarest letter.
      int c = sql.charAt(i) | 0x20;
      if ((c == 'f' && sql.regionMatches(true, i - 3, "conflict", 0, 8))
          || (c == 'g' && sql.regionMatches(true, i, "group", 0, 5))) {
        return true;
      }
    }
    return false;
  }
}

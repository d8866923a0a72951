package io.croft.jdbc;

import io.croft.gate.HomeTables;
import io.croft.gate.NamedKeys;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * SQL texts as they run where these tables are: with the tenant in the keys that they name. Texts
 * that may name keys are remembered, a bounded number of them. Thread-safe.
 */
final class KeyedTexts {

  static final int MOST = 500;
  static final int LONGEST = 4_000;

  private final HomeTables tables;
  private final ConcurrentHashMap<String, String> known = new ConcurrentHashMap<>();

  KeyedTexts(HomeTables tables) {
    this.tables = tables;
  }

  HomeTables tables() {
    return tables;
  }

  /** Returns the text as it runs; the same object where nothing is added. */
  String of(String sql) {
    if (!NamedKeys.mayNameKeys(sql)) {
      return sql;
    }
    if (sql.length() > LONGEST) {
      return NamedKeys.withTenant(sql, tables);
    }
    @Nullable String text = known.get(sql);
    if (text == null) {
      text = NamedKeys.withTenant(sql, tables);
      if (known.size() >= MOST) {
        known.clear();
      }
      known.put(sql, text);
    }
    return text;
  }

  /** Returns how many texts are remembered. */
  int size() {
    return known.size();
  }
}

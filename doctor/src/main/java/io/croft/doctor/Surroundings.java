package io.croft.doctor;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The named queries that rules share. A rule gets those that it names, and what these name in turn:
 * PostgreSQL analyses every query of a WITH list, used or not, and a hundred rules have a hundred
 * lists.
 */
final class Surroundings {

  private static final Pattern NAMED =
      Pattern.compile("(?ms)^(\\w+)(?: \\([^)]*\\))? AS (?:MATERIALIZED )?\\($.*?^\\)");
  private static final Pattern WORD = Pattern.compile("\\w+");

  private final Map<String, String> named = new LinkedHashMap<>();

  private Surroundings(String... resources) {
    for (String resource : resources) {
      Matcher each = NAMED.matcher(Sql.resource(resource));
      while (each.find()) {
        named.put(each.group(1), each.group());
      }
    }
  }

  /** Returns those of a database, which differ by whether it has the gate. */
  static Surroundings of(boolean gate) {
    return new Surroundings(gate ? "homes-gate" : "homes-plain", "surroundings");
  }

  /** Returns {@code query} with the named queries that it needs in front. */
  String around(String query) {
    Set<String> needed = new LinkedHashSet<>();
    Deque<String> texts = new ArrayDeque<>();
    texts.add(query);
    while (!texts.isEmpty()) {
      Matcher word = WORD.matcher(texts.remove());
      while (word.find()) {
        String text = named.get(word.group());
        if (text != null && needed.add(word.group())) {
          texts.add(text);
        }
      }
    }
    if (needed.isEmpty()) {
      return query;
    }
    StringBuilder all = new StringBuilder("WITH RECURSIVE\n");
    String gap = "";
    for (Map.Entry<String, String> each : named.entrySet()) {
      if (needed.contains(each.getKey())) {
        all.append(gap).append(each.getValue());
        gap = ",\n";
      }
    }
    return all.append('\n').append(query).toString();
  }
}

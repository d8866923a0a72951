package io.croft.test;

import java.util.Set;
import java.util.TreeSet;

/** What a test has said explicitly of relations, by name. */
record Excuses(Set<String> empty, Set<String> alike) {

  static final Excuses NONE = new Excuses(Set.of(), Set.of());

  Excuses andEmpty(String... names) {
    return new Excuses(joined(empty, names), alike);
  }

  Excuses andAlike(String... names) {
    return new Excuses(empty, joined(alike, names));
  }

  private static Set<String> joined(Set<String> some, String... more) {
    Set<String> all = new TreeSet<>(some);
    all.addAll(Set.of(more));
    return all;
  }
}

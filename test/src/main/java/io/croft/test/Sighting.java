package io.croft.test;

import java.util.Collection;
import java.util.List;
import java.util.Set;

/** A text of an answer, in which values are looked for. */
record Sighting(Set<String> readings) {

  /** From this length on, a value is recognised within longer words, too. */
  private static final int LONG = 16;

  static Sighting in(String text) {
    return new Sighting(Readings.of(text));
  }

  /** Returns those of the values that are in the text. */
  List<KnownValue> of(Collection<KnownValue> values) {
    return values.stream().filter(this::has).toList();
  }

  boolean hasAny(Collection<KnownValue> values) {
    return values.stream().anyMatch(this::has);
  }

  boolean has(KnownValue value) {
    return value.forms().stream()
        .anyMatch(form -> readings.stream().anyMatch(text -> isIn(text, form)));
  }

  private static boolean isIn(String text, String form) {
    for (int at = text.indexOf(form); at >= 0; at = text.indexOf(form, at + 1)) {
      int end = at + form.length();
      if (form.length() >= LONG
          || (!continues(text, at - 1, form.charAt(0))
              && !continues(text, end, form.charAt(form.length() - 1)))) {
        return true;
      }
    }
    return false;
  }

  /** Returns true when the word at the edge of a form goes on beyond it. */
  private static boolean continues(String text, int beyond, char edge) {
    return beyond >= 0
        && beyond < text.length()
        && Character.isLetterOrDigit(edge)
        && Character.isLetterOrDigit(text.charAt(beyond));
  }
}

package io.croft.demo;

import io.croft.core.Slug;
import java.util.HashSet;
import java.util.Set;

/** Turns names into slugs that are all different. */
final class Slugs {

  private static final int STEM = 40;

  private final Set<String> taken = new HashSet<>();

  /** Returns the slug of {@code name}, numbered when an earlier name had it. */
  Slug next(String name) {
    String stem = stem(name);
    String slug = stem;
    for (int number = 2; !taken.add(slug); number++) {
      slug = stem + "-" + number;
    }
    return Slug.of(slug);
  }

  private static String stem(String name) {
    String ascii = People.ascii(name, "-");
    String text =
        ascii.isEmpty() || !Character.isLetter(ascii.charAt(0)) ? "business-" + ascii : ascii;
    return text.substring(0, Math.min(text.length(), STEM)).replaceAll("-$", "");
  }
}

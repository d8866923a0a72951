package io.croft.spring.cache;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The patterns of keys of Redis (its command SCAN, option MATCH). */
final class Globs {

  private static final Pattern SPECIAL = Pattern.compile("[\\\\*?\\[\\]^-]");

  private Globs() {}

  /** Returns the pattern that matches {@code text} only. */
  static String literal(String text) {
    return SPECIAL
        .matcher(text)
        .replaceAll(found -> Matcher.quoteReplacement("\\" + found.group()));
  }
}

package io.croft.gate;

import java.util.Set;

/**
 * A token of SQL text.
 *
 * @param sql the whole text
 * @param from where the token begins
 * @param to where it ends, exclusive
 */
record SqlToken(String sql, int from, int to) {

  /** Returns true when it had quotes, so that it is a name and no key word. */
  boolean quoted() {
    return to - from > 1 && sql.charAt(from) == '"';
  }

  /** Returns it as PostgreSQL folds it: in lower case, or without its quotes. */
  String word() {
    if (quoted()) {
      return sql.substring(from + 1, to - 1).replace("\"\"", "\"");
    }
    StringBuilder folded = new StringBuilder(to - from);
    for (int i = from; i < to; i++) {
      folded.append(lower(sql.charAt(i)));
    }
    return folded.toString();
  }

  String written() {
    return sql.substring(from, to);
  }

  /** Returns true when it is that key word, in lower case, or that character. */
  boolean is(String keyword) {
    if (to - from != keyword.length()) {
      return false;
    }
    for (int i = 0; i < keyword.length(); i++) {
      if (lower(sql.charAt(from + i)) != keyword.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  boolean isOneOf(Set<String> keywords) {
    return !quoted() && keywords.contains(word());
  }

  /** Returns true when it may be a name; key words are names to it. */
  boolean isName() {
    if (quoted()) {
      return true;
    }
    return from < to && isLetter(sql.charAt(from)) && sql.charAt(to - 1) != '\'';
  }

  private static boolean isLetter(char c) {
    return (lower(c) >= 'a' && lower(c) <= 'z') || c == '_' || c >= 0x80;
  }

  /** ASCII letters alone, as PostgreSQL does it with UTF-8, in every locale. */
  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }
}

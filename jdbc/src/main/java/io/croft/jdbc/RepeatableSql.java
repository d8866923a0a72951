package io.croft.jdbc;

import java.util.Locale;
import java.util.Set;

/**
 * Tells SQL that has no effect when it fails in autocommit: one statement, and none that can commit
 * on its way (DO, CALL). In doubt the answer is no, which costs a round trip and is always right;
 * so the semicolons of a BEGIN ATOMIC body count as ends of statements.
 *
 * <p>See "Lexical Structure" in the PostgreSQL manual; the session has standard_conforming_strings
 * on.
 */
final class RepeatableSql {

  private static final Set<String> MAY_COMMIT = Set.of("DO", "CALL");

  private final String sql;
  private int at;

  private RepeatableSql(String sql) {
    this.sql = sql;
  }

  static boolean is(String sql) {
    return new RepeatableSql(sql).check();
  }

  private boolean check() {
    boolean ended = false;
    String firstWord = "";
    while (skipBlank()) {
      char c = sql.charAt(at);
      if (c == ';') {
        ended = true;
        at++;
        continue;
      }
      if (ended) {
        return false;
      }
      int from = at;
      if (!skipToken(c)) {
        return false;
      }
      if (firstWord.isEmpty()) {
        firstWord = sql.substring(from, at).toUpperCase(Locale.ROOT);
      }
    }
    return at >= sql.length() && !MAY_COMMIT.contains(firstWord);
  }

  /** Moves past spaces and comments; false at the end, also in an unfinished comment. */
  private boolean skipBlank() {
    while (at < sql.length()) {
      if (Character.isWhitespace(sql.charAt(at))) {
        at++;
      } else if (sql.startsWith("--", at)) {
        int end = sql.indexOf('\n', at);
        at = end < 0 ? sql.length() : end + 1;
      } else if (sql.startsWith("/*", at)) {
        if (!skipComment()) {
          return false;
        }
      } else {
        return true;
      }
    }
    return false;
  }

  /** Comments nest in PostgreSQL. */
  private boolean skipComment() {
    int depth = 0;
    int i = at;
    while (i < sql.length()) {
      if (sql.startsWith("/*", i)) {
        depth++;
        i += 2;
      } else if (sql.startsWith("*/", i)) {
        depth--;
        i += 2;
        if (depth == 0) {
          at = i;
          return true;
        }
      } else {
        i++;
      }
    }
    return false;
  }

  private boolean skipToken(char c) {
    if (c == '\'' || c == '"') {
      return skipQuoted(c, false);
    }
    if (c == '$') {
      return skipDollar();
    }
    if (isNameStart(c)) {
      int from = at;
      skipName();
      boolean escapes = at - from == 1 && (c == 'e' || c == 'E');
      return !escapes || at >= sql.length() || sql.charAt(at) != '\'' || skipQuoted('\'', true);
    }
    at++;
    return true;
  }

  private boolean skipQuoted(char quote, boolean backslashEscapes) {
    int i = at + 1;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == '\\' && backslashEscapes) {
        i += 2;
      } else if (c != quote) {
        i++;
      } else if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
        i += 2;
      } else {
        at = i + 1;
        return true;
      }
    }
    return false;
  }

  private boolean skipDollar() {
    int tagEnd = at + 1;
    while (tagEnd < sql.length() && isNamePart(sql.charAt(tagEnd)) && sql.charAt(tagEnd) != '$') {
      tagEnd++;
    }
    boolean opens =
        tagEnd < sql.length()
            && sql.charAt(tagEnd) == '$'
            && (tagEnd == at + 1 || !Character.isDigit(sql.charAt(at + 1)));
    if (!opens) {
      at++;
      return true;
    }
    String tag = sql.substring(at, tagEnd + 1);
    int close = sql.indexOf(tag, tagEnd + 1);
    if (close < 0) {
      return false;
    }
    at = close + tag.length();
    return true;
  }

  private void skipName() {
    while (at < sql.length() && isNamePart(sql.charAt(at))) {
      at++;
    }
  }

  private static boolean isNameStart(char c) {
    return Character.isLetter(c) || c == '_';
  }

  private static boolean isNamePart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$';
  }
}

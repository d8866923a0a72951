package io.croft.gate;

/**
 * Walks through the tokens of SQL text: words, quoted names, literals and single characters; spaces
 * and comments lie between them. It tells no more than where each begins and ends, allocates
 * nothing for a token, and stops at what is not finished, and at what it would have to guess: an
 * escape string that goes on in the next line.
 *
 * <p>See "Lexical Structure" in the PostgreSQL manual, and its scanner for what the manual leaves
 * open: every character beyond ASCII is a letter, and a line also ends with a carriage return.
 * standard_conforming_strings is taken to be on.
 */
public final class SqlTokens {

  private final String sql;
  private int from;
  private int to;
  private boolean torn;

  public SqlTokens(String sql) {
    this.sql = sql;
  }

  /** Moves to the next token; false at the end, and where the text is {@link #torn}. */
  public boolean next() {
    from = to;
    if (torn || !skipBlank()) {
      return false;
    }
    to = from;
    torn = !skipToken(sql.charAt(from));
    return !torn;
  }

  /** Returns true when a comment, literal or quoted name has no end, or none that is certain. */
  public boolean torn() {
    return torn;
  }

  /** Returns where the token begins. */
  public int from() {
    return from;
  }

  /** Returns where the token ends, exclusive. */
  public int to() {
    return to;
  }

  /** Returns true when the token is that single character. */
  public boolean is(char symbol) {
    return to - from == 1 && sql.charAt(from) == symbol;
  }

  /** Returns true when the token is that word of ASCII letters in any case, without quotes. */
  public boolean isWord(String word) {
    if (to - from != word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (lower(sql.charAt(from + i)) != lower(word.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /** Returns true when the token names a column, table or the like of that lower-case name. */
  public boolean isName(String name) {
    boolean quoted = sql.charAt(from) == '"';
    return quoted ? to - from == name.length() + 2 && sql.startsWith(name, from + 1) : isWord(name);
  }

  /** As PostgreSQL does it for key words, in every locale. */
  private static char lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
  }

  /** Moves past spaces and comments; false at the end. */
  private boolean skipBlank() {
    while (from < sql.length()) {
      if (isSpace(sql.charAt(from))) {
        from++;
      } else if (sql.startsWith("--", from)) {
        from = endOfLine(from);
      } else if (sql.startsWith("/*", from)) {
        if (!skipComment()) {
          torn = true;
          return false;
        }
      } else {
        return true;
      }
    }
    to = from;
    return false;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
  }

  private int endOfLine(int at) {
    int end = at;
    while (end < sql.length() && sql.charAt(end) != '\n' && sql.charAt(end) != '\r') {
      end++;
    }
    return end;
  }

  /** Comments nest in PostgreSQL. */
  private boolean skipComment() {
    int depth = 0;
    int i = from;
    while (i < sql.length()) {
      if (sql.startsWith("/*", i)) {
        depth++;
        i += 2;
      } else if (sql.startsWith("*/", i)) {
        depth--;
        i += 2;
        if (depth == 0) {
          from = i;
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
      while (to < sql.length() && isNamePart(sql.charAt(to))) {
        to++;
      }
      boolean escapes = to - from == 1 && (c == 'e' || c == 'E');
      return !escapes
          || to >= sql.length()
          || sql.charAt(to) != '\''
          || (skipQuoted('\'', true) && !goesOn());
    }
    to++;
    return true;
  }

  private boolean skipQuoted(char quote, boolean backslashEscapes) {
    int i = to + 1;
    while (i < sql.length()) {
      char c = sql.charAt(i);
      if (c == '\\' && backslashEscapes) {
        i += 2;
      } else if (c != quote) {
        i++;
      } else if (i + 1 < sql.length() && sql.charAt(i + 1) == quote) {
        i += 2;
      } else {
        to = i + 1;
        return true;
      }
    }
    return false;
  }

  /** Tells whether a literal may go on in another line: there it would have its escapes, too. */
  private boolean goesOn() {
    int at = to;
    while (at < sql.length()) {
      if (isSpace(sql.charAt(at))) {
        at++;
      } else if (sql.startsWith("--", at)) {
        at = endOfLine(at);
      } else {
        return sql.charAt(at) == '\'';
      }
    }
    return false;
  }

  private boolean skipDollar() {
    int tagEnd = to + 1;
    while (tagEnd < sql.length() && isNamePart(sql.charAt(tagEnd)) && sql.charAt(tagEnd) != '$') {
      tagEnd++;
    }
    boolean opens =
        tagEnd < sql.length()
            && sql.charAt(tagEnd) == '$'
            && (tagEnd == to + 1 || !isDigit(sql.charAt(to + 1)));
    if (!opens) {
      to++;
      return true;
    }
    String tag = sql.substring(to, tagEnd + 1);
    int close = sql.indexOf(tag, tagEnd + 1);
    if (close < 0) {
      return false;
    }
    to = close + tag.length();
    return true;
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
  }

  private static boolean isNamePart(char c) {
    return isNameStart(c) || isDigit(c) || c == '$';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}

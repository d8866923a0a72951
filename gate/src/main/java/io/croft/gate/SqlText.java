package io.croft.gate;

import java.util.ArrayList;
import java.util.List;

/** SQL text as a list of tokens; beyond its ends there is one that is nothing. */
final class SqlText {

  private static final SqlToken NOTHING = new SqlToken("", 0, 0);

  private final List<SqlToken> tokens = new ArrayList<>();
  private final String sql;
  private final boolean certain;

  private SqlText(String sql) {
    this.sql = sql;
    SqlTokens walk = new SqlTokens(sql);
    boolean escapedNames = false;
    while (walk.next()) {
      // U&"d\0061t" is a name that is not what it looks like.
      escapedNames |= walk.is('&') && tokenBefore().is("u") && followsAt(walk.to());
      tokens.add(new SqlToken(sql, walk.from(), walk.to()));
    }
    certain = !walk.torn() && !escapedNames;
  }

  static SqlText of(String sql) {
    return new SqlText(sql);
  }

  private SqlToken tokenBefore() {
    return at(tokens.size() - 1);
  }

  private boolean followsAt(int place) {
    return place < sql.length() && sql.charAt(place) == '"';
  }

  /** Returns false when the text is not finished, or holds what is not understood. */
  boolean certain() {
    return certain;
  }

  int size() {
    return tokens.size();
  }

  SqlToken at(int index) {
    return index < 0 || index >= tokens.size() ? NOTHING : tokens.get(index);
  }

  boolean opens(int index) {
    return depth(at(index)) > 0;
  }

  boolean closes(int index) {
    return depth(at(index)) < 0;
  }

  /** Returns where the parenthesis or bracket at {@code open} is closed, the end when it is not. */
  int closing(int open) {
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      depth += depth(tokens.get(i));
      if (depth == 0) {
        return i;
      }
    }
    return tokens.size();
  }

  /** Returns where the parenthesis or bracket at {@code close} was opened, -1 when it was not. */
  int opening(int close) {
    int depth = 0;
    for (int i = close; i >= 0; i--) {
      depth += depth(tokens.get(i));
      if (depth == 0) {
        return i;
      }
    }
    return -1;
  }

  /** Returns the tokens from one to before another, apart at each comma outside of parentheses. */
  List<List<SqlToken>> items(int begin, int end) {
    return begin < end && end <= tokens.size() ? items(tokens.subList(begin, end)) : List.of();
  }

  /** Returns {@code some} of the tokens, apart at each comma outside of parentheses. */
  static List<List<SqlToken>> items(List<SqlToken> some) {
    List<List<SqlToken>> items = new ArrayList<>();
    List<SqlToken> item = new ArrayList<>();
    items.add(item);
    int depth = 0;
    for (SqlToken token : some) {
      depth += depth(token);
      if (depth == 0 && token.is(",")) {
        item = new ArrayList<>();
        items.add(item);
      } else {
        item.add(token);
      }
    }
    return items;
  }

  /** Returns true when the first of {@code some} is a parenthesis that the last one closes. */
  static boolean isInParentheses(List<SqlToken> some) {
    int depth = 0;
    for (int i = 0; i < some.size(); i++) {
      depth += depth(some.get(i));
      if (depth == 0) {
        return i > 0 && i == some.size() - 1;
      }
    }
    return false;
  }

  private static int depth(SqlToken token) {
    return token.is("(") || token.is("[") ? 1 : token.is(")") || token.is("]") ? -1 : 0;
  }
}

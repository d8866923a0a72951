package io.croft.jdbc;

import io.croft.gate.SqlTokens;

/**
 * Tells SQL that has no effect when it fails in autocommit: one statement, and none that can commit
 * on its way (DO, CALL). In doubt the answer is no, which costs a round trip and is always right;
 * so the semicolons of a BEGIN ATOMIC body count as ends of statements.
 */
final class RepeatableSql {

  private RepeatableSql() {}

  static boolean is(String sql) {
    SqlTokens tokens = new SqlTokens(sql);
    boolean begun = false;
    boolean ended = false;
    while (tokens.next()) {
      if (tokens.is(';')) {
        ended = true;
      } else if (ended || (!begun && (tokens.isWord("DO") || tokens.isWord("CALL")))) {
        return false;
      } else {
        begun = true;
      }
    }
    return !tokens.torn();
  }
}

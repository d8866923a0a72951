package io.croft.gate;

import java.util.List;
import java.util.Set;

/**
 * A table that stands in FROM by itself.
 *
 * @param table its name
 * @param alias the name by which its columns are known
 * @param written the alias as it was written
 * @param bare whether a bare name of one of its columns determines the tenant, too: where columns
 *     are merged (USING, NATURAL) it may mean another table's, which has rows that this one, behind
 *     an outer join, has not
 */
record FromTable(String table, String alias, String written, boolean bare) {

  /** Words that are values where a column's name could stand, unless they have quotes. */
  private static final Set<String> VALUES =
      Set.of(
          "current_catalog",
          "current_date",
          "current_role",
          "current_schema",
          "current_time",
          "current_timestamp",
          "current_user",
          "false",
          "localtime",
          "localtimestamp",
          "null",
          "session_user",
          "system_user",
          "true",
          "user");

  /** Returns true when {@code item} is that column and nothing else. */
  boolean isColumn(List<SqlToken> item, String column) {
    return item.size() == 1
        ? bare && isName(item.get(0), column) && !item.get(0).isOneOf(VALUES)
        : item.size() == 3
            && isName(item.get(0), alias)
            && item.get(1).is(".")
            && isName(item.get(2), column);
  }

  private static boolean isName(SqlToken token, String name) {
    return token.isName() && token.word().equals(name);
  }
}

package io.croft.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads the tables that stand in a FROM by themselves. Left out are those in parentheses or with a
 * schema's name, functions, and tables whose columns are renamed.
 */
final class FromClause {

  /** What may follow a table and is no alias of it. */
  private static final Set<String> AFTER_TABLE =
      Set.of(
          "join",
          "inner",
          "left",
          "right",
          "full",
          "cross",
          "natural",
          "on",
          "using",
          "where",
          "group",
          "tablesample");

  /** What shows that it is no FROM of tables, or one that is not understood. */
  private static final Set<String> STRANGE =
      Set.of("{", "}", "from", "select", "having", "order", "limit", "union", "into");

  /** What may stand before JOIN. */
  private static final Set<String> BEFORE_JOIN =
      Set.of("inner", "left", "right", "full", "outer", "cross", "natural");

  private final SqlText text;
  private final int begin;
  private final int end;

  /** Begins behind FROM and ends before the GROUP of the same SELECT. */
  FromClause(SqlText text, int begin, int end) {
    this.text = text;
    this.begin = begin;
    this.end = end;
  }

  /** Returns the tables; none where something is not understood. */
  List<FromTable> tables() {
    boolean merged = has("using") || has("natural");
    boolean reversed = has("right") || has("full");
    List<FromTable> tables = new ArrayList<>();
    boolean expected = true;
    boolean optional = false;
    boolean nested = false;
    boolean waiting = false;
    for (int i = begin; i < end && !text.at(i).is("where"); i++) {
      SqlToken token = text.at(i);
      if (text.opens(i)) {
        i = text.closing(i);
        expected = false;
      } else if (token.isOneOf(STRANGE)) {
        return List.of();
      } else if (token.is(",") || token.is("join")) {
        expected = true;
        // A JOIN before the condition of the one before: all of it may be what is missing there.
        nested |= waiting;
        waiting = token.is("join") && hasCondition(i);
        optional = nested || text.at(i - 1).is("left") || text.at(i - 1).is("outer");
      } else if (token.is("on") || token.is("using")) {
        waiting = false;
      } else if (expected && token.isName() && !token.is("only") && !token.is("lateral")) {
        expected = false;
        table(i, !merged || (!reversed && !optional)).ifPresent(tables::add);
      }
    }
    return tables;
  }

  private boolean hasCondition(int join) {
    for (int i = join - 1; text.at(i).isOneOf(BEFORE_JOIN); i--) {
      if (text.at(i).is("cross") || text.at(i).is("natural")) {
        return false;
      }
    }
    return true;
  }

  private boolean has(String word) {
    for (int i = begin; i < end; i++) {
      if (text.at(i).is(word)) {
        return true;
      }
    }
    return false;
  }

  private Optional<FromTable> table(int at, boolean bare) {
    SqlToken table = text.at(at);
    int next = at + 1;
    if (text.at(next).is(".") || text.at(next).is("(")) {
      return Optional.empty();
    }
    next += text.at(next).is("*") ? 1 : 0;
    next += text.at(next).is("as") ? 1 : 0;
    boolean named = text.at(next).isName() && !text.at(next).isOneOf(AFTER_TABLE);
    SqlToken alias = named ? text.at(next) : table;
    return named && text.at(next + 1).is("(")
        ? Optional.empty()
        : Optional.of(new FromTable(table.word(), alias.word(), alias.written(), bare));
  }
}

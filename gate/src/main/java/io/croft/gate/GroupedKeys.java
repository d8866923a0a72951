package io.croft.gate;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Adds the tenant to {@code GROUP BY} of a whole primary key. PostgreSQL lets a statement that
 * groups by all columns of a table's primary key select the table's other columns; under the gate
 * the tenant is one of the key's. Where a statement groups by the others, the tenant of the same
 * table is the same in each group: all rows that it can see are of one tenant, and where an outer
 * join finds no row, the key is as null as the tenant. So adding it changes no group, even where
 * the key is no longer the table's.
 *
 * <p>It reads no more of SQL than it needs and leaves alone what it does not know. See "GROUP BY"
 * in the PostgreSQL manual on functional dependency.
 */
final class GroupedKeys {

  private final SqlText text;
  private final HomeTables tables;
  private final Set<String> expressions;

  GroupedKeys(SqlText text, HomeTables tables) {
    this.text = text;
    this.tables = tables;
    this.expressions = expressions(text);
  }

  /** Returns what is named like a common table expression anywhere in the text. */
  private static Set<String> expressions(SqlText text) {
    Set<String> names = new HashSet<>();
    for (int i = 1; i + 1 < text.size(); i++) {
      SqlToken next = text.at(i + 1);
      if (text.at(i).is("as") && (next.is("(") || next.is("not") || next.is("materialized"))) {
        int name = text.at(i - 1).is(")") ? text.opening(i - 1) - 1 : i - 1;
        names.add(text.at(name).word());
      }
    }
    return names;
  }

  /** Notes what is to be added to the text, by place. */
  void addTo(Map<Integer, String> additions) {
    if (tables.keys().isEmpty()) {
      return;
    }
    for (int i = 0; i + 2 < text.size(); i++) {
      if (text.at(i).is("group") && text.at(i + 1).is("by")) {
        add(i, additions);
      }
    }
  }

  private void add(int group, Map<Integer, String> additions) {
    int select = before(group, "select");
    int from = select < 0 ? -1 : before(group, "from");
    if (from < select || from < 0) {
      return;
    }
    List<GroupItem> items = new GroupList(text, text.items(behind(select), from)).items(group + 2);
    for (FromTable table : new FromClause(text, from + 1, group).tables()) {
      int place = endOfKey(table, items);
      if (place > 0) {
        String tenant = ", " + table.written() + "." + NamedKeys.TENANT;
        additions.merge(place, tenant, String::concat);
      }
    }
  }

  /** Returns where the last column of the table's key is named; 0 when not all of them are. */
  private int endOfKey(FromTable table, List<GroupItem> items) {
    @Nullable Set<String> key = tables.keys().get(table.table());
    if (key == null
        || key.isEmpty()
        || expressions.contains(table.table())
        || endOf(NamedKeys.TENANT, table, items) > 0) {
      return 0;
    }
    int last = 0;
    for (String column : key) {
      int end = endOf(column, table, items);
      if (end == 0) {
        return 0;
      }
      last = Math.max(last, end);
    }
    return last;
  }

  private static int endOf(String column, FromTable table, List<GroupItem> items) {
    for (GroupItem item : items) {
      if (table.isColumn(item.column(), column)) {
        return item.end();
      }
    }
    return 0;
  }

  /** Returns where that word of the same SELECT is, the last before {@code group}; -1 for none. */
  private int before(int group, String word) {
    for (int i = group - 1; i >= 0; i--) {
      SqlToken token = text.at(i);
      if (text.closes(i)) {
        i = text.opening(i);
      } else if (text.opens(i) || token.is(";")) {
        return -1;
      } else if (token.is(word) && !isPartOfAnother(i)) {
        return i;
      } else if (token.is("select")) {
        return -1;
      }
    }
    return -1;
  }

  /** IS DISTINCT FROM is a comparison, ROWS FROM (...) a place in a FROM. */
  private boolean isPartOfAnother(int from) {
    return text.at(from).is("from")
        && (text.at(from - 1).is("distinct")
            || (text.at(from - 1).is("rows") && text.at(from + 1).is("(")));
  }

  /** Returns where the list of a SELECT begins: behind DISTINCT, which may name columns. */
  private int behind(int select) {
    int next = select + 1;
    if (text.at(next).is("all")) {
      return next + 1;
    }
    if (!text.at(next).is("distinct")) {
      return next;
    }
    boolean some = text.at(next + 1).is("on") && text.at(next + 2).is("(");
    return some ? text.closing(next + 2) + 1 : next + 1;
  }
}

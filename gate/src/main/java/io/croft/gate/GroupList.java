package io.croft.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Reads what a GROUP BY groups by: columns by themselves, in parentheses, or by their place in the
 * list of what is selected.
 */
final class GroupList {

  private static final Set<String> BEHIND =
      Set.of(
          "having",
          "window",
          "union",
          "intersect",
          "except",
          "order",
          "limit",
          "offset",
          "fetch",
          "for",
          "on",
          "returning",
          "loop",
          "{",
          "}",
          ")",
          "]",
          ";");

  /** Sets of groups; and ALL and DISTINCT, which go with them. */
  private static final Set<String> SETS = Set.of("rollup", "cube", "grouping", "all", "distinct");

  /** What makes an expression of a column where a label would stand. */
  private static final Set<String> POSTFIX = Set.of("isnull", "notnull");

  private static final int LONGEST_NUMBER = 4;

  private final SqlText text;
  private final List<List<SqlToken>> selected;

  /**
   * @param selected the tokens of what is selected, item by item
   */
  GroupList(SqlText text, List<List<SqlToken>> selected) {
    this.text = text;
    this.selected = selected;
  }

  /** Returns the items from token {@code begin} on; none where they name sets of groups. */
  List<GroupItem> items(int begin) {
    int end = begin;
    while (end < text.size() && !text.at(end).isOneOf(BEHIND)) {
      if (text.at(end).isOneOf(SETS)) {
        return List.of();
      }
      end = text.opens(end) ? text.closing(end) + 1 : end + 1;
    }
    if (end > text.size()) {
      return List.of();
    }
    List<GroupItem> items = new ArrayList<>();
    for (List<SqlToken> item : text.items(begin, end)) {
      if (item.isEmpty() || (item.size() == 2 && item.get(0).is("("))) {
        return List.of();
      }
      int place = item.get(item.size() - 1).to();
      columns(item).forEach(column -> items.add(new GroupItem(column, place)));
    }
    return items;
  }

  /** Returns the columns that an item means; the item itself where it is something else. */
  private List<List<SqlToken>> columns(List<SqlToken> item) {
    if (isNumber(item)) {
      return List.of(selected(place(item)));
    }
    if (item.get(0).is("(") && SqlText.isInParentheses(item)) {
      return SqlText.items(item.subList(1, item.size() - 1)).stream()
          .flatMap(inner -> inner.isEmpty() ? Stream.of(inner) : columns(inner).stream())
          .toList();
    }
    return List.of(item);
  }

  private static boolean isNumber(List<SqlToken> item) {
    return item.size() <= LONGEST_NUMBER
        && item.get(item.size() - 1).from() - item.get(0).from() == item.size() - 1
        && item.stream().allMatch(digit -> digit.written().matches("[0-9]"));
  }

  private static int place(List<SqlToken> digits) {
    int place = 0;
    for (SqlToken digit : digits) {
      place = 10 * place + Integer.parseInt(digit.written());
    }
    return place;
  }

  /** Returns the column that is selected in that place; nothing where a star stands before. */
  private List<SqlToken> selected(int place) {
    for (int i = 0; i < Math.min(place, selected.size()); i++) {
      List<SqlToken> item = selected.get(i);
      if (item.isEmpty() || item.get(item.size() - 1).is("*")) {
        return List.of();
      }
    }
    return place < 1 || place > selected.size() ? List.of() : withoutLabel(selected.get(place - 1));
  }

  private static List<SqlToken> withoutLabel(List<SqlToken> item) {
    int column = item.size() > 2 && item.get(1).is(".") ? 3 : 1;
    int label = item.size() > column && item.get(column).is("as") ? column + 1 : column;
    boolean labelled =
        item.size() == label + 1
            && item.get(label).isName()
            && (label > column || !item.get(label).isOneOf(POSTFIX));
    return labelled ? item.subList(0, column) : item;
  }
}

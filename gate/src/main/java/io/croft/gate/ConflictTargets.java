package io.croft.gate;

import java.util.Map;
import java.util.Set;

/**
 * Leads the conflict targets of {@code INSERT ... ON CONFLICT (id)} with the tenant. PostgreSQL
 * finds the unique index of a target by comparing all its columns, and every unique index of an
 * application under the gate leads with {@code tenant_id}: a target that does not name the column
 * matches none (SQLSTATE 42P10). So nothing is changed that would have run.
 *
 * <p>Left alone are targets that name the tenant or a constraint, and tables and views that are
 * known to have no such column. See "INSERT" in the PostgreSQL manual (conflict_target).
 */
final class ConflictTargets {

  /** What may stand behind ON CONFLICT (...) WHERE ... DO; else it is something else. */
  private static final Set<String> ACTIONS = Set.of("nothing", "update");

  /** What no predicate of an index holds outside of parentheses. */
  private static final Set<String> NO_PREDICATE =
      Set.of(")", "]", ";", "on", "as", "select", "union", "intersect", "except", "returning");

  private final SqlText text;
  private final HomeTables tables;

  ConflictTargets(SqlText text, HomeTables tables) {
    this.text = text;
    this.tables = tables;
  }

  /** Notes what is to be added to the text, by place. */
  void addTo(Map<Integer, String> additions) {
    for (int i = 0; i + 2 < text.size(); i++) {
      if (text.at(i).is("on") && text.at(i + 1).is("conflict") && text.at(i + 2).is("(")) {
        int open = i + 2;
        int close = text.closing(open);
        if (isTarget(close) && !namesTenant(open, close) && isTenants(i)) {
          additions.put(text.at(open).to(), NamedKeys.TENANT + ", ");
        }
      }
    }
  }

  /** A function may be named conflict, too, but only a target is followed by an action. */
  private boolean isTarget(int close) {
    int next = close + 1;
    if (text.at(next).is("where")) {
      do {
        next++;
        while (text.opens(next)) {
          next = text.closing(next) + 1;
        }
        if (text.at(next).isOneOf(NO_PREDICATE) || next >= text.size()) {
          return false;
        }
      } while (!text.at(next).is("do"));
    }
    return text.at(next).is("do") && text.at(next + 1).isOneOf(ACTIONS);
  }

  private boolean namesTenant(int open, int close) {
    return text.items(open + 1, close).stream()
        .anyMatch(item -> !item.isEmpty() && item.get(0).word().equals(NamedKeys.TENANT));
  }

  /** Returns true when the statement inserts into what is not known to be without a tenant. */
  private boolean isTenants(int on) {
    for (int i = on - 1; i >= 0; i--) {
      SqlToken token = text.at(i);
      if (text.closes(i)) {
        i = text.opening(i);
      } else if (text.opens(i) || token.is(";")) {
        return false;
      } else if (token.is("insert") && text.at(i + 1).is("into")) {
        int name = i + 2;
        while (text.at(name + 1).is(".")) {
          name += 2;
        }
        return text.at(name).isName() && !tables.withoutTenant().contains(text.at(name).word());
      }
    }
    return false;
  }
}

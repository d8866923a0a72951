package io.croft.move;

import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What one transaction has left, in the words of the specification; see {@code MoveTrace.tla}. */
sealed interface TraceEntry {

  /** Returns the record that says it in TLA+. */
  String tla();

  /** One of the two homes of the specification. */
  enum Side {
    A,
    B;

    Side other() {
      return this == A ? B : A;
    }
  }

  /** A client has written; writes are counted from 1. */
  record Write(Side home, int number) implements TraceEntry {
    @Override
    public String tla() {
      return "[kind |-> \"write\", home |-> \"%s\", number |-> %d]".formatted(home, number);
    }
  }

  /** A gate row; its state is {@code absent} when there is none. */
  record Row(String state, long token, long epoch) {
    String tla() {
      return "[state |-> \"%s\", token |-> %d, epoch |-> %d]".formatted(state, token, epoch);
    }
  }

  /**
   * A home.
   *
   * @param compared whether it is known which writes it holds; not while it is being filled or
   *     removed
   * @param holds these writes
   * @param progress how many writes of the other home it holds, as its gate row tells; -1 when that
   *     tells nothing
   */
  record Home(Side home, Row row, boolean compared, SortedSet<Integer> holds, int progress)
      implements TraceEntry {

    public Home {
      holds = compared ? new TreeSet<>(holds) : new TreeSet<>();
    }

    @Override
    public String tla() {
      return "[kind |-> \"home\", home |-> \"%s\", row |-> %s, compared |-> %s, holds |-> {%s}, progress |-> %d]"
          .formatted(
              home,
              row.tla(),
              compared ? "TRUE" : "FALSE",
              holds.stream().map(String::valueOf).collect(Collectors.joining(", ")),
              progress);
    }
  }

  /**
   * What the catalog says.
   *
   * @param owner where the tenant lives
   * @param attempt the number of the attempt, 0 when it does not matter any more
   * @param step of the specification, {@code unknown} when the catalog says none
   */
  record Catalog(Side owner, int attempt, String step) implements TraceEntry {

    static final String UNKNOWN = "unknown";

    @Override
    public String tla() {
      return "[kind |-> \"catalog\", owner |-> \"%s\", attempt |-> %d, step |-> \"%s\"]"
          .formatted(owner, attempt, step);
    }
  }
}

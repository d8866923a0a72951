package io.croft.move;

import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * A recording of a tenant that has moved from A to B on one server, with something in it that must
 * not happen. Each knows where a checker has to stop.
 *
 * @param trace the recording
 * @param index of the entry that no behaviour has at this place, in the log of the homes
 */
record FalsifiedTrace(MoveTrace trace, int index) {

  private static final TraceEntry.Side OLD = TraceEntry.Side.A;
  private static final TraceEntry.Side NEW = TraceEntry.Side.B;

  /** What is done to a recording. */
  enum Lie {
    OPENED_BEFORE_THE_SWITCH {
      @Override
      int tell(List<TraceEntry> log) {
        int moved = first(log, OLD, "moved");
        log.add(moved, log.remove(first(log, NEW, "open")));
        return moved;
      }
    },
    OPENED_UNDER_AN_EARLIER_FENCE {
      @Override
      int tell(List<TraceEntry> log) {
        int shut = first(log, OLD, "closed");
        log.add(shut + 1, log.get(first(log, NEW, "open")));
        return shut + 1;
      }
    },
    SWITCHED_WITH_AN_OLDER_TOKEN {
      @Override
      int tell(List<TraceEntry> log) {
        int moved = first(log, OLD, "moved");
        long older = home(log, first(log, OLD, "closed")).row().token();
        return change(log, moved, row -> new TraceEntry.Row(row.state(), older, row.epoch()));
      }
    },
    SHUT_AGAIN_WITH_A_BURNT_TOKEN {
      @Override
      int tell(List<TraceEntry> log) {
        long older = home(log, first(log, OLD, "closed")).row().token();
        int again = last(log, is(OLD, "closed"));
        return change(log, again, row -> new TraceEntry.Row(row.state(), older, row.epoch()));
      }
    },
    SWITCHED_BEFORE_THE_LAST_WRITES_CAME {
      @Override
      int tell(List<TraceEntry> log) {
        int moved = first(log, OLD, "moved");
        int came = last(log.subList(0, moved), is(NEW, "preparing"));
        log.add(moved, log.remove(came));
        return moved - 1;
      }
    },
    ACKNOWLEDGED_AT_THE_OLD_HOME_AFTER_THE_SWITCH {
      @Override
      int tell(List<TraceEntry> log) {
        int write = first(log, entry -> entry instanceof TraceEntry.Write w && w.home() == NEW);
        log.set(write, new TraceEntry.Write(OLD, ((TraceEntry.Write) log.get(write)).number()));
        return write;
      }
    },
    ACKNOWLEDGED_AT_THE_NEW_HOME_BEFORE_THE_SWITCH {
      @Override
      int tell(List<TraceEntry> log) {
        int write = last(log, entry -> entry instanceof TraceEntry.Write w && w.home() == OLD);
        log.set(write, new TraceEntry.Write(NEW, ((TraceEntry.Write) log.get(write)).number()));
        return write;
      }
    },
    OLD_HOME_OPENED_AGAIN_AFTER_THE_SWITCH {
      @Override
      int tell(List<TraceEntry> log) {
        int moved = first(log, OLD, "moved");
        log.add(moved + 1, log.get(last(log.subList(0, moved), is(OLD, "open"))));
        return moved + 1;
      }
    },
    NEVER_SWITCHED {
      @Override
      int tell(List<TraceEntry> log) {
        log.removeIf(is(OLD, "moved").or(is(OLD, "absent")));
        return first(log, NEW, "open");
      }
    },
    ONE_WRITE_LOST {
      @Override
      int tell(List<TraceEntry> log) {
        log.replaceAll(
            entry ->
                entry instanceof TraceEntry.Home home && home.home() == NEW
                    ? without(home)
                    : entry);
        return first(
            log,
            entry ->
                entry instanceof TraceEntry.Home home && home.home() == NEW && home.compared());
      }
    },
    MORE_NOTED_THAN_APPLIED {
      @Override
      int tell(List<TraceEntry> log) {
        int came = last(log, is(NEW, "preparing"));
        TraceEntry.Home home = home(log, came);
        log.set(
            came,
            new TraceEntry.Home(
                NEW, home.row(), home.compared(), home.holds(), home.progress() + 1));
        return came;
      }
    };

    /** Changes the log; returns where it is wrong. */
    abstract int tell(List<TraceEntry> log);
  }

  static FalsifiedTrace of(MoveTrace trace, Lie lie) {
    int[] index = new int[1];
    MoveTrace falsified =
        trace.with(
            OLD,
            log -> {
              index[0] = lie.tell(log);
              return log;
            });
    return new FalsifiedTrace(falsified, index[0]);
  }

  private static Predicate<TraceEntry> is(TraceEntry.Side side, String state) {
    return entry ->
        entry instanceof TraceEntry.Home home
            && home.home() == side
            && home.row().state().equals(state);
  }

  private static int first(List<TraceEntry> log, TraceEntry.Side side, String state) {
    return first(log, is(side, state));
  }

  private static int first(List<TraceEntry> log, Predicate<TraceEntry> wanted) {
    for (int i = 0; i < log.size(); i++) {
      if (wanted.test(log.get(i))) {
        return i;
      }
    }
    throw new IllegalArgumentException("not in " + log);
  }

  private static int last(List<TraceEntry> log, Predicate<TraceEntry> wanted) {
    for (int i = log.size() - 1; i >= 0; i--) {
      if (wanted.test(log.get(i))) {
        return i;
      }
    }
    throw new IllegalArgumentException("not in " + log);
  }

  private static TraceEntry.Home home(List<TraceEntry> log, int index) {
    return (TraceEntry.Home) log.get(index);
  }

  private static int change(
      List<TraceEntry> log, int index, UnaryOperator<TraceEntry.Row> changing) {
    TraceEntry.Home home = home(log, index);
    log.set(
        index,
        new TraceEntry.Home(
            home.home(),
            changing.apply(home.row()),
            home.compared(),
            home.holds(),
            home.progress()));
    return index;
  }

  /** The first write, which every home holds that holds any. */
  private static TraceEntry without(TraceEntry.Home home) {
    SortedSet<Integer> fewer = new TreeSet<>(home.holds());
    fewer.remove(1);
    return new TraceEntry.Home(home.home(), home.row(), home.compared(), fewer, home.progress());
  }
}

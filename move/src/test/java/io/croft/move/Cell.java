package io.croft.move;

import java.util.ArrayList;
import java.util.List;

/**
 * One cell of the crash matrix: a fault at a failpoint of a move. All of them are enumerated here
 * and nowhere else.
 *
 * @param number its place among those of its mode, from 0
 */
record Cell(MoveMode mode, int number, MoveStep step, Failpoint point, Fault fault) {

  /** Returns every cell of a mode. */
  static List<Cell> all(MoveMode mode) {
    List<Cell> cells = new ArrayList<>();
    for (MoveStep step : mode.steps()) {
      for (Failpoint point : Failpoint.values()) {
        for (Fault fault : Fault.values()) {
          cells.add(new Cell(mode, cells.size(), step, point, fault));
        }
      }
    }
    return cells;
  }

  /** Returns some cells of a mode, always the same: each step and each fault is among them. */
  static List<Cell> sample(MoveMode mode) {
    int faults = Fault.values().length;
    int perStep = Failpoint.values().length * faults;
    return all(mode).stream()
        .filter(
            cell -> {
              int step = cell.number() / perStep;
              int place = cell.number() % perStep;
              // Both walk through points and faults, five and seven apart from step to step.
              return place == 5 * step % perStep || place == (7 * step + 10) % perStep;
            })
        .toList();
  }

  /** Returns what a test arms, such as {@code copied.after}. */
  String failpoint() {
    return point.name(step);
  }

  /** Returns true when the move is past its point of no return where the fault comes. */
  boolean pastSwitch() {
    List<MoveStep> steps = mode.steps();
    int at = steps.indexOf(step);
    int switching = steps.indexOf(MoveStep.SWITCHED);
    // What is done under the fence is written down when the new home is open.
    boolean late = point == Failpoint.RECORDED && at >= steps.indexOf(MoveStep.FENCED);
    return late || at > switching || (at == switching && point == Failpoint.AFTER);
  }

  /** Returns true when the move is between its fence and its point of no return. */
  boolean underFence() {
    List<MoveStep> steps = mode.steps();
    return !pastSwitch() && steps.indexOf(step) >= steps.indexOf(MoveStep.FENCED);
  }

  /** Returns true when the tenant's own way to its rows leads through a server that is stopped. */
  boolean stopsTenant() {
    return switch (fault) {
      case KILL, CUT_SOURCE, CUT_TARGET, CUT_CATALOG -> false;
      // Until the catalog names the new home, the old one is asked for the way.
      case STOP_SOURCE -> !catalogFollows();
      case STOP_TARGET -> pastSwitch();
    };
  }

  private boolean catalogFollows() {
    int beyond = mode.steps().indexOf(step) - mode.steps().indexOf(MoveStep.FOLLOWED);
    return beyond > 0 || (beyond == 0 && point != Failpoint.BEFORE);
  }

  @Override
  public String toString() {
    return mode.word() + "/" + failpoint() + "/" + fault.word();
  }
}

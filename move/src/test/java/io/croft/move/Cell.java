package io.croft.move;

import java.util.ArrayList;
import java.util.List;

/**
 * One cell of the crash matrix: a fault at a failpoint of a move. All of them are enumerated here
 * and nowhere else.
 *
 * @param number its place among those of its journey, from 0
 */
record Cell(Journey journey, int number, MoveStep step, Failpoint point, Fault fault) {

  /** Returns every cell of a journey. */
  static List<Cell> all(Journey journey) {
    List<Cell> cells = new ArrayList<>();
    for (MoveStep step : journey.tried()) {
      for (Failpoint point : Failpoint.values()) {
        for (Fault fault : Fault.values()) {
          cells.add(new Cell(journey, cells.size(), step, point, fault));
        }
      }
    }
    return cells;
  }

  /**
   * Returns one cell of a journey for each fault, always the same: each place is among them, and
   * the first and the last step. That movers die at any step is what crash tests try.
   */
  static List<Cell> sample(Journey journey) {
    List<Cell> all = all(journey);
    int perStep = Failpoint.values().length * Fault.values().length;
    int last = journey.tried().size() - 1;
    int faults = Fault.values().length;
    List<Cell> sample = new ArrayList<>();
    for (int i = 0; i < faults; i++) {
      int step = Math.round((float) i * last / (faults - 1));
      // Seven apart, the place and the fault are other ones each time.
      sample.add(all.get(step * perStep + 7 * i % perStep));
    }
    return sample;
  }

  /** Returns what a test arms, such as {@code copied.after}. */
  String failpoint() {
    return point.name(step);
  }

  /** Returns true when the move is past its point of no return where the fault comes. */
  boolean pastSwitch() {
    List<MoveStep> steps = journey.plan();
    int at = steps.indexOf(step);
    int switching = steps.indexOf(MoveStep.SWITCHED);
    // What is done under the fence is written down when the new home is open.
    boolean late = point == Failpoint.RECORDED && at >= steps.indexOf(MoveStep.FENCED);
    return late || at > switching || (at == switching && point == Failpoint.AFTER);
  }

  /** Returns true when the move is between its fence and its point of no return. */
  boolean underFence() {
    List<MoveStep> steps = journey.plan();
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
    int beyond = journey.plan().indexOf(step) - journey.plan().indexOf(MoveStep.FOLLOWED);
    return beyond > 0 || (beyond == 0 && point != Failpoint.BEFORE);
  }

  @Override
  public String toString() {
    return journey.word() + "/" + failpoint() + "/" + fault.word();
  }
}

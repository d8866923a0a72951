package io.croft.move;

import java.util.Locale;

/**
 * The steps of moves; which of them a move takes and in which order, says its {@link MoveMode}.
 * {@link #SWITCHED} is the point of no return: before it a failure undoes what was done, after it a
 * move only goes forward.
 */
public enum MoveStep {
  REHEARSED("read every row without a fence, to estimate the copy", "nothing to undo"),
  PREPARED("create the new home, closed to everybody", "drop the new home"),
  ADOPTED(
      "make the home that the tenant has left a home again, under the names of a later epoch",
      "remove it with its rows"),
  SUBSCRIBED(
      "publish the tenant's changes at the old home and keep them in a slot",
      "drop publication and slot"),
  COPIED("copy every table in key order, while the tenant goes on writing", "empty the new home"),
  CAUGHT_UP("apply what the tenant has written since", "empty the new home"),
  RETURNABLE(
      "publish the changes of the new home as well, for the way back, and keep them in a slot",
      "drop publication and slot"),
  HELD("follow the old home until somebody asks for the cutover", "nothing to undo"),
  FENCED("shut the old home under a lease; its statements wait", "open the old home"),
  DRAINED("apply what came before the fence, compare what has changed", "open the old home"),
  VERIFIED(
      "compare a hash of every row of both homes; a fenced copy first copies anew what differs",
      "nothing to undo"),
  SWITCHED("the old home's gate row turns from closed to moved", "none: the point of no return"),
  OPENED("end older transactions, carry the sequences over, open the new home", "a move back"),
  FOLLOWED("the catalog names the new home", "a move back"),
  CHECKED(
      "compare every row of the old home, where nobody writes any more, with the new home as it"
          + " was when it opened",
      "a move back"),
  KEPT("let the old home follow the new one, by a move of its own that waits", "a move back"),
  CLEANED("remove the rows, schema or database of the old home", "a move back");

  private final String description;
  private final String undo;

  MoveStep(String description, String undo) {
    this.description = description;
    this.undo = undo;
  }

  /** Returns what the step does, as a clause. */
  public String description() {
    return description;
  }

  /** Returns how the step is undone, as a clause. */
  public String undo() {
    return undo;
  }

  /** Returns the name used in the catalog, on the command line and in JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}

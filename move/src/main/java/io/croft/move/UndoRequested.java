package io.croft.move;

/** Somebody wants the move undone, and it is before the switch. */
final class UndoRequested extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean givenBack;

  /** Somebody has cancelled the move. */
  UndoRequested() {
    this(false);
  }

  /**
   * @param givenBack whether only this process is to end, so that another may take the move up
   */
  UndoRequested(boolean givenBack) {
    super("somebody wants the move undone", null, false, false);
    this.givenBack = givenBack;
  }

  boolean givenBack() {
    return givenBack;
  }
}

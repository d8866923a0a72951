package io.croft.move;

/** Somebody wants the move undone, and it is before the switch. */
final class UndoRequested extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UndoRequested() {
    super("somebody wants the move undone", null, false, false);
  }
}

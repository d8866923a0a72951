package io.croft.move;

/**
 * Hears how a move goes on; called by the thread that drives it, between steps, never inside the
 * fence.
 */
@FunctionalInterface
public interface MoveListener {

  /** Hears nothing. */
  MoveListener NONE = (step, detail) -> {};

  /**
   * A step was done.
   *
   * @param detail what is to be said about it; empty for nothing
   */
  void done(MoveStep step, String detail);

  /** The move waits, as it was told to, until somebody wants the cutover. */
  default void waiting() {}
}

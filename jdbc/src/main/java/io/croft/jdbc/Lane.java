package io.croft.jdbc;

/**
 * A kind of connection that permits are wanted for. While a lane is not open, those who want it are
 * passed over, so that no permit lies idle with one who cannot be served.
 */
interface Lane {

  /** Open for ever. */
  Lane ALWAYS = () -> true;

  boolean open();

  /** Returns true when serving it now would cost another kind a connection. */
  default boolean evicts() {
    return false;
  }
}

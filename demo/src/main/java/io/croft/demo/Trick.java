package io.croft.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * What an attacker does against one victim, in acts: each has a connection of its own, and between
 * two of them the victim works.
 */
record Trick(String title, List<Act> acts) {

  /** One act. */
  @FunctionalInterface
  interface Act {

    /**
     * Acts through the attacker's own connection, in an open transaction.
     *
     * @return how many rows of others it reached
     * @throws SQLException what refused it
     */
    long play(Connection own) throws SQLException;
  }

  static Trick of(String title, Act act) {
    return new Trick(title, List.of(act));
  }
}

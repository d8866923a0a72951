package io.croft.test;

import java.sql.SQLException;

/** What PostgreSQL's answers to an attempt mean. */
final class Refused {

  private Refused() {}

  /** Returns true when a right, a row policy, a check of the home or the gate has refused. */
  static boolean isRefusal(SQLException e) {
    String state = String.valueOf(e.getSQLState());
    return switch (state) {
      case "42501", "23514", "44000" -> true;
      default -> state.startsWith("TN");
    };
  }

  /** Returns true when the row was looked at by what comes after all policies: keys and others. */
  static boolean isReached(SQLException e) {
    return String.valueOf(e.getSQLState()).startsWith("23") && !isRefusal(e);
  }
}

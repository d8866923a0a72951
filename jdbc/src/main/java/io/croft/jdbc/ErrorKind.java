package io.croft.jdbc;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import io.croft.gate.GateState;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an error of a tenant's connection is about, for counting. */
public enum ErrorKind {
  /** The server cannot be reached, or the connection broke. */
  CONNECTION,
  /** No connection came free in time, or a limit on the time of a session passed. */
  TIMEOUT,
  /** A limit of the tenant turned the transaction away. */
  OVER_LIMIT,
  /** The tenant was being moved for longer than a transaction waits. */
  FENCED,
  /** Transactions that met: serialization failures, deadlocks, locks that were not to be had. */
  CONFLICT,
  /** A constraint of a table. */
  CONSTRAINT,
  /** The statement or the call itself: syntax, unknown names, bad values, wrong state. */
  PROGRAMMING,
  /** A right, a login or the gate refused it, or there is no such tenant. */
  PERMISSION,
  /** The server has too little of something: connections, memory, disk. */
  RESOURCES,
  /** Cancelled: by the application, by a statement's time limit or by an administrator. */
  CANCELLED,
  /** All else, such as what a function of the application raises. */
  OTHER;

  /** Returns the spelling in meters, for example {@code over-limit}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Returns the kind of an error that a connection of Croft has raised: by the code of those that
   * Croft itself raises, by the SQLSTATE of all others (PostgreSQL's manual, Appendix A).
   */
  static ErrorKind of(SQLException error) {
    if (error.getCause() instanceof CroftException own) {
      if (own.code() == ErrorCode.CONNECTION_TIMEOUT || own.code() == ErrorCode.BUDGET_TOO_SMALL) {
        return TIMEOUT;
      }
      if (own.code() == ErrorCode.FENCE_TIMEOUT) {
        return FENCED;
      }
    }
    @Nullable String state = error.getSQLState();
    return state == null || state.length() != 5 ? OTHER : ofState(state);
  }

  private static ErrorKind ofState(String state) {
    return switch (state) {
      case Errors.REJECTED, "42501" -> PERMISSION;
      case "25P03", "25P04", "57P05" -> TIMEOUT;
      case Errors.OVER_LIMIT -> OVER_LIMIT;
      case GateState.FENCED, GateState.MOVED -> FENCED;
      case "40002" -> CONSTRAINT;
      case "55P03" -> CONFLICT;
      case Errors.CANCELLED -> CANCELLED;
      case "57P01", "57P02", "57P03" -> CONNECTION;
      default -> ofClass(state.substring(0, 2));
    };
  }

  private static ErrorKind ofClass(String sqlClass) {
    return switch (sqlClass) {
      case "08" -> CONNECTION;
      case "23", "44" -> CONSTRAINT;
      case "28", "TN" -> PERMISSION;
      case "40" -> CONFLICT;
      case "53", "54" -> RESOURCES;
      case "07", "0A", "20", "21", "22", "24", "25", "26", "2B", "2D", "2F" -> PROGRAMMING;
      case "34", "38", "39", "3B", "3D", "3F", "42", "55" -> PROGRAMMING;
      default -> OTHER;
    };
  }
}

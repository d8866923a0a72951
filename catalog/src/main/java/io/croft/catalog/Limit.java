package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Something that a tenant may take only so much of. */
public enum Limit {
  /** Its share of a busy server beside the others'; at least 1. */
  WEIGHT("weight"),
  /** Connections of one process to one server at once. */
  CONNECTIONS("connections"),
  /** Transactions of one process in any sixty seconds. */
  REQUESTS_PER_MINUTE("requests-per-minute"),
  /**
   * Milliseconds for which one process may hold connections in each second, all of them together.
   */
  DATABASE_TIME("database-ms-per-second"),
  /** How long a transaction waits for a connection, in milliseconds. */
  CHECKOUT("checkout-ms"),
  /** How long a statement may take, in milliseconds; at least 100. */
  STATEMENT("statement-ms"),
  /** After how long without use a connection of its own home is closed, in milliseconds. */
  IDLE("idle-ms");

  private final String word;

  Limit(String word) {
    this.word = word;
  }

  /** Returns it as operators write it. */
  public String word() {
    return word;
  }

  /**
   * Returns the limit of that word.
   *
   * @throws CroftException {@code configuration-invalid}, naming all
   */
  public static Limit of(String word) {
    return Arrays.stream(values())
        .filter(one -> one.word.equals(word))
        .findAny()
        .orElseThrow(
            () ->
                new CroftException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "there is no limit \"" + word + "\"",
                    "the limits are "
                        + Arrays.stream(values()).map(Limit::word).collect(Collectors.joining(", "))
                        + ", and mode"));
  }

  /** Returns true for what may be its value: 0 lifts it, but for the weight. */
  boolean allows(long value) {
    return (value == 0 && this != WEIGHT) || (value >= least() && value <= Integer.MAX_VALUE);
  }

  /**
   * Returns the smallest value that is a limit. The gate itself needs some time for a statement.
   */
  int least() {
    return this == STATEMENT ? 100 : 1;
  }
}

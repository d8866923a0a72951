package io.croft.jdbc;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * What connections were used for, and what went wrong. Each number counts from the beginning.
 *
 * @param checkouts connections handed out, those for repeated attempts and for questions to a gate
 *     among them
 * @param transactions that an application has run to whatever end; a statement in autocommit is
 *     one, and counts again where it finds a home left and is repeated at the next
 * @param waited how long connections were waited for, their making included, also in vain
 * @param held database time: how long connections were held, those still held included
 * @param overLimit how often a limit that is enforced held a request back or turned it away
 * @param overLimitDryRun how often a limit that is only counted would have
 * @param errors that the application has seen, by kind; kinds without any are left out
 */
public record Usage(
    long checkouts,
    long transactions,
    Duration waited,
    Duration held,
    long overLimit,
    long overLimitDryRun,
    Map<ErrorKind, Long> errors) {

  static final Usage NONE = new Usage(0, 0, Duration.ZERO, Duration.ZERO, 0, 0, Map.of());

  /** Copies the map. */
  public Usage {
    errors = Map.copyOf(errors);
  }

  /** Returns how many errors of that kind the application has seen. */
  public long errors(ErrorKind kind) {
    return errors.getOrDefault(kind, 0L);
  }

  Usage plus(Usage other) {
    return combined(other, 1);
  }

  /** Returns what is left without {@code part}, which must be a part of this. */
  Usage minus(Usage part) {
    return combined(part, -1);
  }

  private Usage combined(Usage other, int sign) {
    Map<ErrorKind, Long> kinds = new EnumMap<>(ErrorKind.class);
    for (ErrorKind kind : ErrorKind.values()) {
      long count = errors(kind) + sign * other.errors(kind);
      if (count != 0) {
        kinds.put(kind, count);
      }
    }
    return new Usage(
        checkouts + sign * other.checkouts,
        transactions + sign * other.transactions,
        waited.plus(other.waited.multipliedBy(sign)),
        held.plus(other.held.multipliedBy(sign)),
        overLimit + sign * other.overLimit,
        overLimitDryRun + sign * other.overLimitDryRun,
        kinds);
  }
}

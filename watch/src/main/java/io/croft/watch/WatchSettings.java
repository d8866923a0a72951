package io.croft.watch;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.time.Duration;

/**
 * How the watch works.
 *
 * @param homesPerRound how many schema and database homes of a server have their turn in one round;
 *     at least 1. Its pool has its turn in every round
 * @param retention how long what is over is kept in the catalog
 * @param lease how long a round may be silent before another worker may take its server over
 * @param patience how long one statement may take
 */
public record WatchSettings(
    int homesPerRound, Duration retention, Duration lease, Duration patience) {

  /** 50 homes in a round, 30 days of history, a lease of 5 minutes, 5 seconds for a statement. */
  public static final WatchSettings DEFAULT =
      new WatchSettings(50, Duration.ofDays(30), Duration.ofMinutes(5), Duration.ofSeconds(5));

  /**
   * Checks the number of homes and the retention.
   *
   * @throws CroftException {@code configuration-invalid}
   */
  public WatchSettings {
    if (homesPerRound < 1) {
      throw invalid("a round looks at " + homesPerRound + " homes", "let it look at 1 or more");
    }
    if (retention.isNegative()) {
      throw invalid("history is kept for " + retention, "keep it for a day or longer");
    }
  }

  /** Returns the same with so many homes in a round. */
  public WatchSettings withHomesPerRound(int homes) {
    return new WatchSettings(homes, retention, lease, patience);
  }

  /** Returns the same with another time for which history is kept. */
  public WatchSettings withRetention(Duration kept) {
    return new WatchSettings(homesPerRound, kept, lease, patience);
  }

  private static CroftException invalid(String message, String hint) {
    return new CroftException(ErrorCode.CONFIGURATION_INVALID, message, hint);
  }
}

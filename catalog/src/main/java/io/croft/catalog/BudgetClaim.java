package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.time.Duration;
import java.util.UUID;

/**
 * What a process says when it takes or renews its share of a server's connection budget.
 *
 * @param server name of the server
 * @param holder identity of the process, random and told to nobody: who knows it may give the share
 *     back
 * @param who the same for people, at most 200 characters of it
 * @param turn larger than in every claim of this holder before; an earlier claim that arrives late
 *     is refused
 * @param used the most connections that the process has, or may open before it hears the answer
 * @param needed connections that it could use at once
 * @param wished connections that it would keep as long as nobody needs them
 * @param lasts after which time without another claim the share belongs to the others; 1 second to
 *     1 hour
 */
public record BudgetClaim(
    String server,
    UUID holder,
    String who,
    long turn,
    int used,
    int needed,
    int wished,
    Duration lasts) {

  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofHours(1);

  /**
   * Checks the ranges.
   *
   * @throws CroftException {@code configuration-invalid}
   */
  public BudgetClaim {
    if (used < 0 || needed < 0 || wished < 0) {
      throw refused(
          server,
          "used %d, needed %d, wished %d".formatted(used, needed, wished),
          "give numbers of connections, zero or more");
    }
    if (lasts.compareTo(SHORTEST) < 0 || lasts.compareTo(LONGEST) > 0) {
      throw refused(server, "for " + lasts, "choose a time from 1 second to 1 hour");
    }
  }

  private static CroftException refused(String server, String found, String hint) {
    return new CroftException(
        ErrorCode.CONFIGURATION_INVALID,
        "no share of the budget of server " + server + " can be held so: " + found,
        hint);
  }
}

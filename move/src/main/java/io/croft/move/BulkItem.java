package io.croft.move;

import io.croft.catalog.Tenant;
import io.croft.core.CroftException;
import io.croft.core.Placement;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of one tenant in a bulk move.
 *
 * @param tenant who
 * @param from where it lived when it was looked at
 * @param to where it is to live, as isolation and server
 * @param outcome what became of it
 * @param reason why it was not moved: the code of an error, a colon and its message; empty when it
 *     was, or would be
 * @param pause how long its home was shut; empty when this process has not moved it
 */
public record BulkItem(
    Tenant tenant,
    Placement from,
    String to,
    Outcome outcome,
    String reason,
    Optional<Duration> pause) {

  /** What becomes of a tenant. */
  public enum Outcome {
    /** It would be moved: nothing has been done. */
    PLANNED,
    /** It lives in its new home. */
    MOVED,
    /** It lives in its new home, where another process has brought it meanwhile. */
    MOVED_ELSEWHERE,
    /** There was nothing to do. */
    THERE,
    /** It may not be moved, and nothing was done. */
    REFUSED,
    /** Its move has failed; it lives where it did, or the move has still to be finished. */
    FAILED,
    /** Its move is undone, as somebody wanted. */
    CANCELLED,
    /** It waits to be moved: this process was told to end. */
    LEFT;

    /** Returns the word used in JSON and tables. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  static BulkItem of(Tenant tenant, Placement from, BulkTarget target, Outcome outcome) {
    return new BulkItem(
        tenant,
        from,
        target.isolation(from) + "@" + target.server(from),
        outcome,
        "",
        Optional.empty());
  }

  BulkItem because(String why) {
    return new BulkItem(tenant, from, to, outcome, why, pause);
  }

  BulkItem because(CroftException e) {
    return because(e.code().code() + ": " + e.getMessage());
  }

  BulkItem after(Duration shut) {
    return new BulkItem(tenant, from, to, outcome, reason, Optional.of(shut));
  }
}

package io.croft.jdbc;

/**
 * Why a request for a permit is turned away at once.
 *
 * @param retryAfterNanos after how long it may have more luck
 */
record Refusal(Reason reason, long retryAfterNanos) {

  /** Which limit stands in the way. */
  enum Reason {
    /** The tenant holds as many connections as it may; this makes it wait and is only counted. */
    CONNECTIONS("its connections at once"),
    /** As many of its requests wait as may. */
    WAITING("its waiting requests"),
    /** Its requests per minute are used up for longer than this one would wait. */
    RATE("its requests per minute"),
    /** Its database time is in debt for longer than this one would wait. */
    DATABASE_TIME("its database time"),
    /** All permits are held by threads that themselves wait for another one. */
    CIRCLE("nested transactions");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }
}

package io.croft.core;

import java.util.regex.Pattern;

/**
 * What a tenant's code may do to the tenant's own rows: everything, or what the application's
 * migrations allow to a word such as {@code staff} or {@code report}. The word travels in the seal
 * or is part of the login, so that the database holds every statement to it.
 *
 * @param word empty for full access; otherwise at most 16 lower-case letters, digits and
 *     underscores, beginning with a letter
 */
public record Access(String word) {

  // Before FULL, which it checks.
  private static final Pattern SHAPE = Pattern.compile("(?:[a-z][a-z0-9_]{0,15})?");

  /** Every command on every table of the tenant. */
  public static final Access FULL = new Access("");

  /**
   * Checks the shape.
   *
   * @throws CroftException {@code access-invalid} when the shape is wrong
   */
  public Access {
    if (!SHAPE.matcher(word).matches()) {
      throw invalid(word);
    }
  }

  /**
   * Returns the access that {@code word} names. An empty word is refused, so that a missing claim
   * never means full access.
   *
   * @throws CroftException {@code access-invalid} when it names none
   */
  public static Access of(String word) {
    if (word.isEmpty()) {
      throw invalid(word);
    }
    return new Access(word);
  }

  /** Returns true when nothing is withheld. */
  public boolean isFull() {
    return word.isEmpty();
  }

  private static CroftException invalid(String word) {
    return new CroftException(
        ErrorCode.ACCESS_INVALID,
        "\"" + word + "\" is not the word of an access",
        "use 1 to 16 lower-case letters, digits and underscores, beginning with a letter; full"
            + " access is Access.FULL");
  }

  @Override
  public String toString() {
    return isFull() ? "full" : word;
  }
}

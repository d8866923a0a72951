package io.croft.core;

import java.util.regex.Pattern;

/**
 * The short name of a tenant that people type: 2 to 48 characters, lower-case letters, digits and
 * single hyphens, beginning with a letter and ending with a letter or digit.
 */
public record Slug(String value) {

  private static final Pattern SHAPE = Pattern.compile("[a-z](?:-?[a-z0-9])+");
  private static final int LONGEST = 48;

  /**
   * Checks the shape.
   *
   * @throws CroftException {@code slug-invalid} when the shape is wrong
   */
  public Slug {
    if (value.length() > LONGEST || !SHAPE.matcher(value).matches()) {
      throw new CroftException(
          ErrorCode.SLUG_INVALID,
          "\"" + value + "\" is not a slug",
          "use 2 to 48 lower-case letters, digits and single hyphens, beginning with a letter");
    }
  }

  /** Returns the slug that {@code text} spells; throws {@code slug-invalid} when it is none. */
  public static Slug of(String text) {
    return new Slug(text);
  }

  @Override
  public String toString() {
    return value;
  }
}

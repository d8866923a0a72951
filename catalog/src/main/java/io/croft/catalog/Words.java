package io.croft.catalog;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.util.regex.Pattern;

/** The shape of the names that operators give to servers, regions and plans. */
final class Words {

  private static final Pattern SHAPE = Pattern.compile("[a-z][a-z0-9-]{0,47}");
  private static final String HINT =
      "use 1 to 48 lower-case letters, digits and hyphens, beginning with a letter";

  private Words() {}

  static void region(String region) {
    check(region, "region", ErrorCode.REGION_INVALID);
  }

  static void name(String name, String of) {
    check(name, "name of a " + of, ErrorCode.CONFIGURATION_INVALID);
  }

  private static void check(String word, String what, ErrorCode code) {
    if (!SHAPE.matcher(word).matches()) {
      throw new CroftException(code, "\"" + word + "\" is not a " + what, HINT);
    }
  }
}

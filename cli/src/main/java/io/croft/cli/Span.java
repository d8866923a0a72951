package io.croft.cli;

import io.croft.core.CroftException;
import io.croft.core.ErrorCode;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How people write a length of time: {@code 90s}, {@code 30m}, {@code 24h}, {@code 7d}. */
final class Span {

  private static final Pattern FORM = Pattern.compile("(\\d{1,6})([smhd])");

  private Span() {}

  /** Returns the duration; {@code argument-invalid} where it is written otherwise. */
  static Duration of(String text) {
    Matcher found = FORM.matcher(text);
    if (!found.matches()) {
      throw new CroftException(
          ErrorCode.ARGUMENT_INVALID,
          "\"" + text + "\" is no length of time",
          "write a number and s, m, h or d, such as 90s, 30m, 24h or 7d");
    }
    long number = Long.parseLong(found.group(1));
    return switch (found.group(2)) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      default -> Duration.ofDays(number);
    };
  }
}

package io.croft.test;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.text.Normalizer;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;

/** The ways in which an answer may spell a value; none for a value that is too common to tell. */
final class ValueForms {

  /** Shorter texts and numbers occur by chance. */
  private static final int SHORTEST = 5;

  private static final DateTimeFormatter POSTGRES =
      new DateTimeFormatterBuilder()
          .append(DateTimeFormatter.ISO_LOCAL_DATE)
          .appendLiteral(' ')
          .append(DateTimeFormatter.ISO_LOCAL_TIME)
          .appendPattern("[xxx][x]")
          .toFormatter(Locale.ROOT);

  private ValueForms() {}

  /**
   * Returns the forms.
   *
   * @param type as PostgreSQL names it
   * @param text as PostgreSQL spells the value
   */
  static Set<String> of(String type, String text) {
    return switch (type) {
      case "bool", "date", "time", "interval" -> Set.of();
      case "int2", "int4", "int8", "smallserial", "serial", "bigserial" -> number(text);
      case "numeric", "float4", "float8", "money" -> number(text);
      case "timestamptz" -> moment(text);
      case "uuid" -> Set.of(text, text.replace("-", ""));
      case "bytea" -> bytes(text);
      default -> text(text);
    };
  }

  /** Returns the text in the one shape in which texts are compared. */
  static String folded(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }

  static Set<String> text(String text) {
    String folded = folded(text.strip());
    return folded.codePoints().filter(Character::isLetterOrDigit).count() < SHORTEST
        ? Set.of()
        : Set.of(folded);
  }

  private static Set<String> number(String text) {
    BigDecimal value;
    try {
      value = new BigDecimal(text);
    } catch (NumberFormatException e) {
      return text(text);
    }
    // Round numbers are everybody's: 100000 says no more than 1.
    String plain = value.stripTrailingZeros().toPlainString();
    if (value.stripTrailingZeros().precision() < SHORTEST) {
      return Set.of();
    }
    Set<String> forms = new LinkedHashSet<>();
    forms.add(plain);
    forms.add(value.toPlainString());
    for (Locale locale : new Locale[] {Locale.ROOT, Locale.GERMANY}) {
      DecimalFormat grouped =
          new DecimalFormat("#,##0.#################", DecimalFormatSymbols.getInstance(locale));
      grouped.setMinimumFractionDigits(Math.max(0, value.scale()));
      forms.add(grouped.format(value));
    }
    return forms;
  }

  private static Set<String> moment(String text) {
    try {
      OffsetDateTime moment = OffsetDateTime.parse(text, POSTGRES);
      if (moment.toLocalTime().truncatedTo(ChronoUnit.HOURS).equals(moment.toLocalTime())) {
        return Set.of();
      }
      Instant instant = moment.toInstant();
      Set<String> forms = new LinkedHashSet<>();
      forms.add(folded(text));
      forms.add(folded(instant.toString()));
      forms.add(folded(instant.truncatedTo(ChronoUnit.MILLIS).toString()));
      forms.add(String.valueOf(instant.toEpochMilli()));
      return forms;
    } catch (DateTimeParseException e) {
      return text(text);
    }
  }

  private static Set<String> bytes(String text) {
    byte[] value = HexFormat.of().parseHex(text.substring("\\x".length()));
    if (value.length < SHORTEST) {
      return Set.of();
    }
    Set<String> forms = new LinkedHashSet<>();
    forms.add(HexFormat.of().formatHex(value));
    forms.add(folded(Base64.getEncoder().withoutPadding().encodeToString(value)));
    forms.add(folded(Base64.getUrlEncoder().withoutPadding().encodeToString(value)));
    return forms;
  }
}
